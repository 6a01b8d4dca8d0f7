import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { createDeadLetterStore } from '../outbox/dead-letter-store.ts';
import type { DeadLetter } from '../outbox/dead-letters.ts';
import { platformOf } from '../outbox/notification.ts';
import { type CommandContext, printLine, withStores } from './context.ts';
import { remedyFor } from './remedies.ts';

const options = z.object({ limit: z.number(), json: z.boolean().optional() });

/** A message that was given up, with what can be done about it. */
interface Refusal extends DeadLetter {
  readonly remedy: string;
  /** Its time has passed: it can only be discarded. */
  readonly tooLate: boolean;
}

export function queueFailedCommand(context: CommandContext): Command {
  return new Command('failed')
    .description('what was given up, for whom, why, and what to do about it; oldest first')
    .option('--limit <number>', 'show at most this many', readCount, 50)
    .option('--json', 'print JSON')
    .action(async (_options: unknown, command: Command) => {
      const { limit, json } = options.parse(command.opts());
      const letters = await withStores(context, command, ({ database }) =>
        createDeadLetterStore(database.prisma).failed(limit),
      );
      const refusals = letters.map((letter) => explain(letter, context.now()));
      if (json) return printLine(context.stdout, JSON.stringify(refusals));
      if (refusals.length === 0) return printLine(context.stdout, 'Nothing was given up.');
      for (const refusal of refusals) printLine(context.stdout, describe(refusal));
      for (const line of adviceOn(refusals)) printLine(context.stdout, line);
    });
}

function explain(letter: DeadLetter, now: Date): Refusal {
  const { reason, lane, to, notAfter } = letter;
  const remedy = remedyFor({ reason, platform: platformOf(lane), to: to.kind });
  return { ...letter, remedy, tooLate: notAfter <= now };
}

function describe({ id, kind, lane, to, reason, attempts, createdAt, tooLate }: Refusal): string {
  const whom = to.kind === 'channel' ? `channel ${to.channel}` : `person ${to.person}`;
  const late = tooLate ? ['too late to send'] : [];
  return [id, kind, lane, whom, reason, `${attempts}x`, createdAt.toISOString(), ...late].join('  ');
}

/** Each advice once, after the codes that it is about. */
function adviceOn(refusals: readonly Refusal[]): string[] {
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
