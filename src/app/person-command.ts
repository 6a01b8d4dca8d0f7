import { Command } from 'commander';
import { z } from 'zod';
import { carriedText } from '../chat/incoming-text.ts';
import { confirmErasing } from '../cli/confirm-erasing.ts';
import { type CommandContext, printLine, readStoreOptions, withRealStores, withStores } from '../cli/context.ts';
import { emptyHomesAndSay } from '../cli/empty-homes.ts';
import type { Connection, Database } from '../database/client.ts';
import { PolsslagError } from '../errors.ts';
import { ownDataJson } from '../features/own-data/as-json.ts';
import { readInstruments } from '../instruments.ts';
import { erasePerson, findByKey, slackHomesOf } from '../people/erase-person.ts';
import { FEATURES } from './features.ts';
import { gather } from './gather.ts';
import { toolsOver } from './join-features.ts';

const WHO = ['<person>', 'as in the column "person" of the imported file, or in polsslag people list'] as const;

/** `polsslag person export` and `erase`: for whoever asks the operator instead of the bot. */
export function personCommand(context: CommandContext): Command {
  return new Command('person')
    .description('what is stored of one person: give it to them, or erase it')
    .addCommand(exportCommand(context))
    .addCommand(eraseCommand(context));
}

function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .description('print all that is stored of a person as JSON; it is for them and nobody else')
    .argument(...WHO)
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const key = readPersonKey(given);
      const json = await withStores(context, command, async ({ database }) => {
        const held = await gatherAll(context, command, database);
        return ownDataJson(await held(await findPerson(database.prisma, key)), context.now());
      });
      context.stdout.write(json);
    });
}

async function gatherAll(
  context: CommandContext,
  command: Command,
  database: Database,
): Promise<ReturnType<typeof gather>['export']> {
  const config = context.config();
  const instruments = await readInstruments(config.instrumentFiles);
  // What is sealed is opened for the person it is about.
  const keys = context.sealKeys(readStoreOptions(command));
  const about = { clock: { now: () => context.now() }, config, instruments, keys, onTrouble: () => undefined };
  return gather(FEATURES, {
    ...toolsOver(about, database, null),
    edit: async () => undefined,
    showHome: async () => undefined,
  }).export;
}

const eraseOptions = z.object({ yes: z.boolean().default(false) });

function eraseCommand(context: CommandContext): Command {
  return new Command('erase')
    .description('delete a person with all that is stored of them; published weeks stay as they are')
    .argument(...WHO)
    .option('--yes', 'do not ask')
    .action(async (given: unknown, _options: unknown, command: Command) => {
      const key = readPersonKey(given);
      const { yes } = eraseOptions.parse(command.opts());
      const left = await withRealStores(context, command, async ({ database: { prisma } }) => {
        const person = await findPerson(prisma, key);
        if (!yes) await confirmErasing(context, key);
        const homes = await slackHomesOf(prisma, person.id);
        await erasePerson(prisma, person.id);
        return { homes, language: person.language };
      });
      printLine(context.stdout, 'The person is erased with all that was stored. Take them out of the import file too.');
      await emptyHomesAndSay(context, left, () => context.sealKeys(readStoreOptions(command)));
    });
}

function readPersonKey(given: unknown): string {
  const key = carriedText.safeParse(given);
  if (key.success) return key.data;
  throw new PolsslagError('BAD_INPUT', 'The person must be as in the column "person" of the imported file.');
}

async function findPerson(
  prisma: Connection,
  key: string,
): Promise<NonNullable<Awaited<ReturnType<typeof findByKey>>>> {
  const person = await findByKey(prisma, key);
  if (person) return person;
  throw new PolsslagError(
    'NOT_FOUND',
    'There is no such person: name one by the column "person" of the imported file.',
  );
}
