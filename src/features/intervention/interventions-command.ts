import { Command } from 'commander';
import { viewText } from '../../chat/view-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { parsePublishedInterventions } from '../../measurement/disclosure/interventions.ts';
import { freezePeriod } from './close-period.ts';
import { createPeriodStore } from './period-store.ts';
import { periodView } from './period-view.ts';

/** `polsslag interventions`: asking for a month freezes its figures. */
export function interventionsCommand(context: CommandContext): Command {
  return new Command('interventions')
    .description('what help did for teachers in a month that is over; asking freezes it')
    .requiredOption('--period <month>', 'such as 2026-10')
    .option('--json', 'print the JSON text that was frozen')
    .action(async ({ period, json }: { period: string; json?: true }, command: Command) => {
      const interventions = await context.readInterventions();
      const { timezone, minimumGroup: minimum } = context.config();
      await withStores(context, command, async ({ database }) => {
        const closing = { store: createPeriodStore(database), interventions, timezone, minimum };
        const body = await freezePeriod(closing, period, context.now());
        if (body === null) throw new PolsslagError('NOT_FOUND', `There are no figures of period ${period}.`);
        const text = () => viewText(periodView(parsePublishedInterventions(body), interventions, 'en'));
        printLine(context.stdout, json ? body : text());
      });
    });
}
