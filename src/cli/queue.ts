import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import { createDeadLetterStore, type DeadLetter, type DeadLetterStore } from '../outbox/dead-letters.ts';
import { platformOf } from '../outbox/notification.ts';
import { NOTIFICATION_STATES } from '../outbox/notification-state.ts';
import { type CommandContext, printLine, withRealStores, withStores } from './context.ts';
import { remedyFor } from './remedies.ts';

/** `polsslag queue`: messages on their way, and those that were given up. */
export function queueCommand(context: CommandContext): Command {
  return new Command('queue')
    .description('messages on their way, and those that were given up')
    .addCommand(countsCommand(context), { isDefault: true })
    .addCommand(queueFailedCommand(context))
    .addCommand(
      settleCommand(context, {
        name: 'retry',
        description: 'try again what was given up',
        done: 'queued again',
        settle: (store, ids) => store.retry(ids, context.now()),
      }),
    )
    .addCommand(
      settleCommand(context, {
        name: 'discard',
        description: 'drop what was given up',
        done: 'discarded',
        settle: (store, ids) => store.discard(ids),
      }),
    );
}

function countsCommand(context: CommandContext): Command {
  return new Command('counts')
    .description('how many messages of each workspace are in each state')
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const { lanes, inDoubt } = await withStores(context, command, async ({ database }) => {
        const store = createDeadLetterStore(database.prisma);
        return { lanes: byLane(await store.counts()), inDoubt: await store.inDoubt() };
      });
      if (command.opts()['json']) return printLine(context.stdout, JSON.stringify({ lanes, inDoubt }));
      if (lanes.length === 0) return printLine(context.stdout, 'No messages yet.');
      for (const { lane, ...counts } of lanes) {
        printLine(
          context.stdout,
          [lane, ...NOTIFICATION_STATES.map((state) => `${counts[state]} ${state}`)].join('  '),
        );
      }
      if (inDoubt > 0) printLine(context.stdout, `Sent again in doubt: ${inDoubt}`);
    });
}

function byLane(counts: Awaited<ReturnType<DeadLetterStore['counts']>>) {
  const lanes = [...new Set(counts.map(({ lane }) => lane))];
  return lanes.map((lane) => {
    const of = (state: string) => counts.find((count) => count.lane === lane && count.state === state)?.count ?? 0;
    const [queued, sending, sent, failed, expired] = NOTIFICATION_STATES.map(of);
    return { lane, queued, sending, sent, failed, expired };
  });
}

interface Settlement {
  readonly name: string;
  readonly description: string;
  /** The state of the messages afterwards, for the output. */
  readonly done: string;
  readonly settle: (store: ReturnType<typeof createDeadLetterStore>, ids: readonly string[] | null) => Promise<number>;
}

const settleOptions = z.object({ all: z.boolean().optional() });

function settleCommand(context: CommandContext, { name, description, done, settle }: Settlement): Command {
  return new Command(name)
    .description(description)
    .argument('[ids...]', 'as shown by polsslag queue failed')
    .option('--all', 'all of them')
    .action(async (_ids: unknown, _options: unknown, command: Command) => {
      const { all = false } = settleOptions.parse(command.opts());
      const ids = readIds(command.args, all);
      const count = await withRealStores(context, command, ({ database }) =>
        settle(createDeadLetterStore(database.prisma), ids),
      );
      printLine(context.stdout, `${count} ${done}.`);
      const left = ids === null ? 0 : ids.length - count;
      if (left > 0) {
        printLine(context.stdout, `${left} left as they were: not given up, or too late to send.`);
      }
    });
}

function readIds(words: readonly string[], all: boolean): readonly string[] | null {
  if (all && words.length > 0) throw new PolsslagError('BAD_INPUT', 'Give ids or --all, not both.');
  if (all) return null;
  if (words.length === 0)
    throw new PolsslagError('BAD_INPUT', 'Say which: ids as shown by polsslag queue failed, or --all.');
  const faults = words.filter((word) => !z.uuid().safeParse(word).success).map((word) => `${word} is not an id.`);
  if (faults.length > 0) throw new PolsslagError('BAD_INPUT', faults);
  return [...new Set(words)];
}

const failedOptions = z.object({ limit: z.number(), json: z.boolean().optional() });

/** A message that was given up, with what can be done about it. */
interface ExplainedLetter extends DeadLetter {
  readonly remedy: string;
}

function queueFailedCommand(context: CommandContext): Command {
  return new Command('failed')
    .description('what was given up, for whom, why, and what to do about it; oldest first')
    .option('--limit <number>', 'show at most this many', readCount, 50)
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const { limit, json } = failedOptions.parse(command.opts());
      const letters = await withStores(context, command, ({ database }) =>
        createDeadLetterStore(database.prisma).failed(limit, context.now()),
      );
      const refusals = letters.map(explainLetter);
      if (json) return printLine(context.stdout, JSON.stringify(refusals));
      if (refusals.length === 0) return printLine(context.stdout, 'Nothing was given up.');
      for (const refusal of refusals) printLine(context.stdout, describeLetter(refusal));
      for (const line of adviceOn(refusals)) printLine(context.stdout, line);
    });
}

function explainLetter(letter: DeadLetter): ExplainedLetter {
  const { reason, lane, to } = letter;
  const remedy = remedyFor({ reason, platform: platformOf(lane), to: to.kind });
  return { ...letter, remedy };
}

function describeLetter({ id, kind, lane, to, reason, attempts, createdAt, tooLate }: ExplainedLetter): string {
  const whom = to.kind === 'channel' ? `channel ${to.channel}` : `person ${to.person}`;
  const late = tooLate ? ['too late to send'] : [];
  const made = createdAt === null ? [] : [createdAt.toISOString()];
  return [id, kind, lane, whom, reason, `${attempts}x`, ...made, ...late].join('  ');
}

/** Each piece of advice once, after the codes it applies to. */
function adviceOn(refusals: readonly ExplainedLetter[]): string[] {
  const codes = new Map<string, Set<string>>();
  for (const { remedy, reason } of refusals) codes.set(remedy, (codes.get(remedy) ?? new Set()).add(reason));
  const late = 'What is too late to send can only be dropped: polsslag queue discard ID.';
  return [
    '',
    ...[...codes].map(([remedy, reasons]) => `${[...reasons].join(', ')}: ${remedy}`),
    ...(refusals.some(({ tooLate }) => tooLate) ? [late] : []),
  ];
}

function readCount(text: string): number {
  const count = z.coerce.number().int().min(1).max(10_000).safeParse(text);
  if (!count.success) throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return count.data;
}
