import { Command } from 'commander';
import { z } from 'zod';
import { type CommandContext, printLine, withRealStores, withStores } from '../../cli/context.ts';
import { localTime, printTable } from '../../cli/terminal.ts';
import { PolsslagError } from '../../errors.ts';
import { makeCode } from './code.ts';
import { createCodeStore } from './code-store.ts';
import { CODE_DAYS } from './make-code.ts';

const options = z.object({ school: z.string(), days: z.coerce.number().int().min(1).max(366) });

/** `polsslag code`. Codes are stored as hashes, so that a code can be shown only once. */
export function codeCommand(context: CommandContext): Command {
  return new Command('code')
    .description('make a code with which teachers of a school join by themselves; it is shown once')
    .option('--school <name>', 'the school that they join')
    .option('--days <n>', 'how many days it works', String(CODE_DAYS))
    .action(async (_options: unknown, command: Command) => {
      const given = options.safeParse(command.opts());
      if (!given.success) {
        throw new PolsslagError('BAD_INPUT', 'Name a school with --school, and from 1 to 366 days with --days.');
      }
      const { days } = given.data;
      const made = await withRealStores(context, command, async ({ database: { prisma } }) => {
        const codes = createCodeStore(prisma);
        const school = await codes.schoolNamed(given.data.school);
        const code = makeCode();
        return { school, code, until: await codes.keep(code, school.id, { now: context.now(), days }) };
      });
      const until = localTime(made.until, context.config().timezone);
      printLine(context.stdout, `Code for ${made.school.name}: ${made.code}, until ${until}.`);
      printLine(
        context.stdout,
        'Teachers type to the bot: aanmelden, and the code. polsslag people list --not-confirmed shows whom to confirm.',
      );
    })
    .addCommand(listCommand(context))
    .addCommand(withdrawCommand(context));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .description('the codes that work, by number; the codes themselves are stored nowhere')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const codes = await withStores(context, command, ({ database }) =>
        createCodeStore(database.prisma).list(context.now()),
      );
      if (command.opts()['json']) return printLine(context.stdout, JSON.stringify(codes));
      if (codes.length === 0) return printLine(context.stdout, 'No code works now: polsslag code --school SCHOOL.');
      const { timezone } = context.config();
      const time = (at: Date) => localTime(at, timezone);
      const rows = codes.map(({ code, school, createdAt, expiresAt }) => [
        String(code),
        school,
        time(createdAt),
        time(expiresAt),
      ]);
      printTable(context.stdout, ['code', 'school', 'made', 'until'], rows);
    });
}

function withdrawCommand(context: CommandContext): Command {
  return new Command('withdraw')
    .description('stop a code; the people who joined with it stay')
    .argument('<code>', 'its number in polsslag code list, or the code itself')
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const code = z.string().parse(given);
      await withRealStores(context, command, ({ database }) => createCodeStore(database.prisma).withdraw(code));
      printLine(context.stdout, 'The code no longer works. The people who joined with it stay: polsslag people list.');
    });
}
