import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { KNOWN_HOLIDAYS } from '../../calendar/school-holidays.ts';
import { type CommandContext, printLine, withRealStores, withStores } from '../../cli/context.ts';
import { PolsslagError, whyUnreadable } from '../../errors.ts';
import { nearestName } from '../../text/nearest-name.ts';
import { countOf } from '../../text/numbers.ts';
import { readGovernment } from './read-government.ts';
import { readIcs } from './read-ics.ts';
import { createHolidayStore } from './store.ts';

/** `polsslag holidays`: the days on which nobody is asked anything. */
export function holidaysCommand(context: CommandContext): Command {
  return new Command('holidays')
    .description('school holidays, in which nobody is asked anything')
    .addCommand(listCommand(context))
    .addCommand(importCommand(context));
}

const options = z.object({ school: z.string().min(1).optional() });

function importCommand(context: CommandContext): Command {
  return new Command('import')
    .description('import school years: all of the file or nothing, replacing what was known for those years')
    .argument('<file>', "the government's open data (JSON); with --school the school's own calendar (.ics)")
    .option('--school <name>', 'a school whose holidays are not those of its region; events of whole days count')
    .action(async (path: string, _options: unknown, command: Command) => {
      const { school } = options.parse(command.opts());
      const text = await readText(path);
      const lines =
        school === undefined ? importRegions(context, command, text) : importSchool(context, command, text, school);
      for (const line of await lines) printLine(context.stdout, line);
    });
}

async function importRegions(context: CommandContext, command: Command, text: string): Promise<string[]> {
  const holidays = readGovernment(text);
  await withRealStores(context, command, ({ database }) =>
    createHolidayStore(database.prisma).replaceRegions(holidays),
  );
  return countLines(holidays.map(({ region: whose, schoolYear }) => ({ whose, schoolYear })));
}

async function importSchool(
  context: CommandContext,
  command: Command,
  text: string,
  school: string,
): Promise<string[]> {
  const { holidays, leftOut } = readIcs(text, school);
  await withRealStores(context, command, async ({ database }) => {
    const store = createHolidayStore(database.prisma);
    const id = await store.findSchool(school);
    if (id === null) {
      const nearest = nearestName(school, await store.schoolNames());
      const meant = nearest === null ? '.' : `: did you mean "${nearest}"?`;
      throw new PolsslagError('NOT_FOUND', `There is no school ${JSON.stringify(school)}${meant}`);
    }
    await store.replaceSchool(id, holidays);
  });
  const left = leftOut === 0 ? [] : [`Left out, because they have a time of day: ${countOf(leftOut, 'event')}.`];
  return [...countLines(holidays.map(({ schoolYear }) => ({ whose: school, schoolYear }))), ...left];
}

/** Lines such as "noord, 2027-2028: 5 holidays." */
function countLines(holidays: readonly { readonly whose: string; readonly schoolYear: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { whose, schoolYear } of holidays) {
    const of = `${whose}, ${schoolYear}`;
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return [...counts].map(([of, count]) => `${of}: ${countOf(count, 'holiday')}.`);
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('the school holidays that count, by region and school')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const imported = await withStores(context, command, ({ database }) => createHolidayStore(database.prisma).list());
      const replaced = new Set(imported.map(({ region, schoolYear }) => `${region} ${schoolYear}`));
      const shipped = KNOWN_HOLIDAYS.filter(({ of, schoolYear }) => !replaced.has(`${of} ${schoolYear}`));
      const rows = [
        ...shipped.map(({ of: whose, ...holiday }) => ({ whose, ...holiday })),
        ...imported.map(({ region, school, ...holiday }) => ({ whose: region ?? school ?? '', ...holiday })),
      ];
      if (command.opts()['json']) return printLine(context.stdout, JSON.stringify(rows));
      for (const { whose, schoolYear, name, first, last } of rows) {
        printLine(context.stdout, [whose, schoolYear, first, last, name].join('  '));
      }
    });
}

async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', `The file ${path} cannot be read: ${whyUnreadable(cause)}.`, { cause });
  }
}
