import { Command } from 'commander';
import { viewText } from '../../chat/view-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { parsePublishedResources } from '../../measurement/disclosure/resources.ts';
import { freezeQuarter } from './close-quarter.ts';
import { createQuarterStore } from './quarter-store.ts';
import { rankingView } from './ranking-view.ts';
import { fewestOf } from './standing.ts';

/** `polsslag resources`: asking for a quarter freezes its figures. */
export function resourcesCommand(context: CommandContext): Command {
  return new Command('resources')
    .description('what supports teachers, a ranking for a quarter that is over; asking freezes it')
    .requiredOption('--quarter <quarter>', 'such as 2026-Q4')
    .option('--json', 'print the JSON text that was frozen')
    .action(async ({ quarter, json }: { quarter: string; json?: true }, command: Command) => {
      const resources = await context.readResources();
      const { timezone, minimumGroup: minimum } = context.config();
      await withStores(context, command, async ({ database }) => {
        const closing = { store: createQuarterStore(database), instrument: resources.first, timezone, minimum };
        const body = await freezeQuarter(closing, quarter, context.now());
        if (body === null) throw new PolsslagError('NOT_FOUND', `There are no figures of quarter ${quarter}.`);
        const shown = { instrument: resources.inLanguage('en'), language: 'en', pictureOf: null };
        const text = () =>
          viewText(
            rankingView(parsePublishedResources(body), { ...shown, fewest: fewestOf({ minimumGroup: minimum }) }),
          );
        printLine(context.stdout, json ? body : text());
      });
    });
}
