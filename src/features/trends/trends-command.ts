import { Command } from 'commander';
import { viewText } from '../../chat/view-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { parsePublishedWeek } from '../../measurement/disclosure/week.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { freezeWeek } from './publish-week.ts';
import { createTrendStore } from './store.ts';
import { circlesDialog, hasCircles } from './week-dialogs.ts';
import { weekView } from './week-view.ts';

/** `polsslag trends`: asking for a week freezes its figures. */
export function trendsCommand(context: CommandContext): Command {
  return new Command('trends')
    .description('the published figures of a week that is over; asking freezes them')
    .requiredOption('--week <week>', 'ISO week, such as 2026-W47')
    .option('--json', 'print the JSON text that was frozen')
    .action(async ({ week, json }: { week: string; json?: true }, command: Command) => {
      const instrument = await context.readInstrument();
      const { timezone, minimumGroup } = context.config();
      await withStores(context, command, async ({ database }) => {
        const publication = { store: createTrendStore(database), instrument, timezone, minimum: minimumGroup };
        const body = await freezeWeek(publication, week, context.now());
        if (body === null) throw new PolsslagError('NOT_FOUND', `Nobody was asked anything in week ${week}.`);
        printLine(context.stdout, json ? body : weekText(parsePublishedWeek(body)));
      });
    });
}

/** The post, and what its buttons show. */
function weekText(week: PublishedWeek): string {
  const circles = hasCircles(week) ? [circlesDialog(week, 'en').intro] : [];
  return [viewText(weekView(week, 'en', null)), ...circles].join('\n\n');
}
