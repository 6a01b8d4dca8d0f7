import { z } from 'zod';
import { checkCard } from './check-card.ts';
import { CARD_TYPE, checkSize } from './message-body.ts';
import { Refusal } from './refusal.ts';
import type { AppAnswer, DialogResult, TapResult } from './results.ts';
import type { JsonObject } from './world.ts';

const card = z.looseObject({});

const tapAnswer = z.discriminatedUnion('type', [
  z.object({ statusCode: z.literal(200), type: z.literal(CARD_TYPE), value: card }),
  z.object({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.activity.message'),
    value: z.string().min(1),
  }),
  z.object({
    statusCode: z.int().min(400).max(599),
    type: z.literal('application/vnd.microsoft.error'),
    value: z.object({ code: z.string(), message: z.string() }),
  }),
]);

const dialogSize = z.union([z.int().positive(), z.enum(['small', 'medium', 'large'])]).optional();

const dialogAnswer = z.object({
  task: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('continue'),
      value: z.object({
        title: z.string().min(1),
        height: dialogSize,
        width: dialogSize,
        card: z.object({ contentType: z.literal(CARD_TYPE), content: card }),
      }),
    }),
    z.object({ type: z.literal('message'), value: z.string().min(1) }),
  ]),
});

/** Reads the answer to an `adaptiveCard/action` as Teams does: the person sees an error for every invalid answer. */
export function readTapAnswer(answer: AppAnswer): TapResult {
  const failure = failureOf(answer);
  if (failure !== null) return { kind: 'error', reason: failure };
  const parsed = tapAnswer.safeParse(answer.body);
  if (!parsed.success) return { kind: 'error', reason: 'not the answer to a tap' };
  const { type, value } = parsed.data;
  if (type === CARD_TYPE) {
    const reason = cardFault(value, 'message');
    return reason === null ? { kind: 'replace', card: value } : { kind: 'error', reason };
  }
  if (type === 'application/vnd.microsoft.error') return { kind: 'error', reason: value.code };
  return { kind: 'note', text: value };
}

/**
 * Reads the answer to a `task/fetch` or `task/submit`.
 * @param emptyCloses true for a submission: an empty answer closes the dialog
 */
export function readDialogAnswer(answer: AppAnswer, emptyCloses: boolean): DialogResult {
  const failure = failureOf(answer);
  if (failure !== null) return { kind: 'error', reason: failure };
  if (answer.body === null && emptyCloses) return { kind: 'close' };
  const parsed = dialogAnswer.safeParse(answer.body);
  if (!parsed.success) return { kind: 'error', reason: 'not the answer to a dialog' };
  const { task } = parsed.data;
  if (task.type === 'message') return { kind: 'note', text: task.value };
  const { title } = task.value;
  const { content } = task.value.card;
  const reason = cardFault(content, 'dialog');
  return reason === null ? { kind: 'show', title, card: content } : { kind: 'error', reason };
}

function failureOf({ status, failure }: AppAnswer): string | null {
  if (failure !== null) return failure;
  return status >= 200 && status < 300 ? null : `HTTP ${status}`;
}

function cardFault(content: JsonObject, where: 'message' | 'dialog'): string | null {
  try {
    checkSize(content);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  const faults = checkCard(content, where);
  return faults.length === 0 ? null : faults.join('\n');
}
