import { Command } from 'commander';
import { z } from 'zod';
import { carriedText } from '../../chat/incoming-text.ts';
import { confirmErasing } from '../../cli/confirm-erasing.ts';
import { type CommandContext, printLine, readStoreOptions, withRealStores, withStores } from '../../cli/context.ts';
import { emptyHomesAndSay } from '../../cli/empty-homes.ts';
import { printTable } from '../../cli/terminal.ts';
import { plainCell } from '../../csv/read-csv.ts';
import { PolsslagError } from '../../errors.ts';
import { listPeople } from '../../people/people-list.ts';
import { nearestName } from '../../text/nearest-name.ts';
import { countOf } from '../../text/numbers.ts';
import { confirmPeople, renamePerson } from './confirm-store.ts';
import { removePerson } from './store.ts';

type ListedPerson = Awaited<ReturnType<typeof listPeople>>[number];

/** `polsslag people`: lists, confirms and erases people. */
export function peopleCommand(context: CommandContext): Command {
  return new Command('people')
    .description('the people who take part')
    .addCommand(peopleListCommand(context))
    .addCommand(confirmCommand(context))
    .addCommand(peopleRemoveCommand(context));
}

const removeOptions = z.object({ yes: z.boolean().default(false) });

function peopleRemoveCommand(context: CommandContext): Command {
  return new Command('remove')
    .description('delete a person with all their answers and messages; published weeks stay as they are')
    .argument('<person>', 'as in the column "person" of the imported file')
    .option('--yes', 'do not ask')
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const person = carriedText.safeParse(given);
      if (!person.success)
        throw new PolsslagError('BAD_INPUT', 'The person must be as in the column "person" of the imported file.');
      const { yes } = removeOptions.parse(command.opts());
      const left = await withRealStores(context, command, ({ database }) =>
        removePerson(database, person.data, async (key) => {
          if (!yes) await confirmErasing(context, key);
        }),
      );
      printLine(
        context.stdout,
        'The person is removed with all that was stored. Take them out of the import file too.',
      );
      await emptyHomesAndSay(context, left, () => context.sealKeys(readStoreOptions(command)));
    });
}

const listOptions = z.object({
  json: z.boolean().default(false),
  school: z.string().optional(),
  circle: z.string().optional(),
  notConnected: z.boolean().default(false),
  notConfirmed: z.boolean().default(false),
});

const PEOPLE_HEADINGS = ['person', 'name', 'role', 'school', 'circle', 'connected', 'asked', 'consent'] as const;

function peopleListCommand(context: CommandContext): Command {
  return new Command('list')
    .description(
      'who is connected, who was asked to take part, and who agreed; never an answer, nor whether there is one',
    )
    .option('--school <name>', 'only the people of one school')
    .option('--circle <name>', 'only the people of one circle')
    .option('--not-connected', 'only people whom no message reaches')
    .option('--not-confirmed', 'only those who joined by a code and were not confirmed yet')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const { json, school, circle, notConnected, notConfirmed } = listOptions.parse(command.opts());
      const everybody = await withStores(context, command, ({ database }) => listPeople(database.prisma));
      const schoolName = readName(
        'school',
        school,
        everybody.flatMap((person) => person.school ?? []),
      );
      const circleName = readName(
        'circle',
        circle,
        everybody.flatMap(({ circles }) => circles),
      );
      const shown = everybody.filter(
        (person) =>
          (schoolName === null || person.school === schoolName) &&
          (circleName === null || person.circles.includes(circleName)) &&
          (!notConnected || !person.connected) &&
          (!notConfirmed || !person.confirmed),
      );
      if (json) return printLine(context.stdout, JSON.stringify(shown));
      printPeople(context, shown, everybody.length);
    });
}

/**
 * Finds a name, ignoring capitals. @returns the stored name, or null when none was given. @throws PolsslagError
 * NOT_FOUND
 */
function readName(what: 'school' | 'circle', given: string | undefined, all: readonly string[]): string | null {
  if (given === undefined) return null;
  const known = [...new Set(all)];
  const found = known.find((name) => name.toLowerCase() === given.trim().toLowerCase());
  if (found !== undefined) return found;
  const nearest = nearestName(given, known);
  throw new PolsslagError(
    'NOT_FOUND',
    `Nobody is of a ${what} with this name${nearest === null ? '.' : `: did you mean "${nearest}"?`}`,
  );
}

function printPeople({ stdout }: CommandContext, people: readonly ListedPerson[], all: number): void {
  if (all === 0) printLine(stdout, 'No people yet: polsslag import people FILE.');
  if (people.length > 0) printTable(stdout, PEOPLE_HEADINGS, people.map(cellsOf));
  const connected = people.filter((person) => person.connected).length;
  printLine(stdout, `${countOf(people.length, 'person', 'people')}, of whom ${connected} connected.`);
  for (const line of describeInDoubt(people)) printLine(stdout, line);
}

/** People about whom the operator has to decide something. */
function describeInDoubt(people: readonly ListedPerson[]): string[] {
  const namesOf = (which: (person: ListedPerson) => boolean) => people.filter(which).map(({ person }) => person);
  const waiting = namesOf(({ confirmed }) => !confirmed);
  const [gone, staying] = (['no', 'stays'] as const).map((state) => namesOf(({ listed }) => listed === state));
  const line = (what: string, names: readonly string[] = []) =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
  return [
    ...line('Joined by a code, and count in no figure until polsslag people confirm', waiting),
    ...line('Not in the last whole list, and erased unless they say that they stay', gone),
    ...line('Not in the last whole list, and said that they stay', staying),
  ];
}

const HINDRANCE_WORDS = {
  'no-account': 'no: no account',
  'workspace-not-connected': 'no: workspace or tenant is not connected',
  'platform-off': 'no: the platform is switched off',
  'app-not-opened': 'no: has not opened the app',
  unreachable: 'no: unreachable',
} as const;

function cellsOf({ person, name, role, school, circles, hindrance, code, invited, consent }: ListedPerson): string[] {
  const state = hindrance === null ? 'yes' : HINDRANCE_WORDS[hindrance];
  const connected = code === null ? state : `${state} (${code})`;
  return [
    person,
    name,
    role,
    school ?? '-',
    circles.join(', ') || '-',
    connected,
    invited ?? '-',
    consent === 'none' ? 'none yet' : (consent ?? '-'),
  ];
}

const WHAT_IT_DOES = `
Whoever joined by a code is asked and answers like everybody, and sees their own line; they count in no figure of a group,
and not toward its minimum, before you say that they work where they say. From then on they count: in every week that is not
published yet with all they answered in it, in no week that is.`;

// As an import reads it from the file: otherwise it would not find the person.
const keyInFile = carriedText.transform(plainCell).pipe(z.string().min(1));
const given = z.object({ people: z.array(carriedText).min(1), as: keyInFile.optional() });

function confirmCommand(context: CommandContext): Command {
  return new Command('confirm')
    .description('confirm that people who joined by a code are who they say, so that they count')
    .argument('<person...>', 'as in polsslag people list')
    .option('--as <name>', 'what the import file calls this person, so that it finds them')
    .addHelpText('after', WHAT_IT_DOES)
    .action(async (people: unknown, _options: unknown, command: Command) => {
      const read = given.safeParse({ people, ...command.opts() });
      if (!read.success) throw new PolsslagError('BAD_INPUT', 'The people must be as in polsslag people list.');
      const { people: named, as } = read.data;
      const keys = [...new Set(named)];
      if (as !== undefined && keys.length > 1) {
        throw new PolsslagError('BAD_INPUT', '--as is for one person.');
      }
      const confirmed = await withRealStores(context, command, ({ database }) =>
        database.prisma.$transaction(async (transaction) => {
          const count = await confirmPeople(transaction, keys, context.now());
          if (count < keys.length) {
            throw new PolsslagError(
              'NOT_FOUND',
              'Nobody was confirmed: not all of them wait for it. polsslag people list --not-confirmed shows who does.',
            );
          }
          const [key = ''] = keys;
          if (as !== undefined && !(await renamePerson(transaction, key, as))) {
            throw new PolsslagError('NOT_ALLOWED', 'Nobody was confirmed: another person has that name already.');
          }
          return count;
        }),
      );
      printLine(context.stdout, `Confirmed: ${confirmed}. They count in every week that is not published yet.`);
    });
}
