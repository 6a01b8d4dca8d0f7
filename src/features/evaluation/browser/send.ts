import { ITEM_CODES } from '../items.ts';
import { evaluationSchema, type Refusal } from '../wire.ts';
import type { KeptAs, Shelf } from './kept.ts';
import type { Evaluation, Server, ServerAnswer } from './server.ts';

/** Why an evaluation was not received; 'missed' when the campaign closed first. */
export type Setback = 'offline' | 'trouble' | 'refused' | 'missed';

const SETBACKS: Readonly<Partial<Record<Refusal, Setback>>> = {
  BAD_REQUEST: 'refused',
  NOT_ALLOWED: 'refused',
  UNKNOWN: 'refused',
  TOO_LARGE: 'refused',
  CLOSED: 'missed',
};

const MINUTE_MS = 60_000;
/** The shortest and the longest delay before sending. */
const RETRY_AFTER_MS = { least: 5 * MINUTE_MS, most: 60 * MINUTE_MS };
/** The least time that must be left until the campaign closes. */
const MARGIN_MS = 30 * MINUTE_MS;

/** A random moment within the coming hour, in milliseconds; now when the campaign is about to close. */
export function pickMoment(now: number, closesAt: number): number {
  const earliest = now + RETRY_AFTER_MS.least;
  const latest = Math.min(now + RETRY_AFTER_MS.most, closesAt - MARGIN_MS);
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return latest <= earliest ? now : earliest + Math.floor((random / 2 ** 32) * (latest - earliest));
}

/** Sends a waiting evaluation. Once it is received, only that fact is kept. */
export async function sendWaiting(shelf: Shelf, server: Server, name: string): Promise<'received' | Setback> {
  const kept = shelf.read(name);
  if (kept?.stage === 'received') return 'received';
  if (kept?.stage !== 'waiting') return 'trouble';
  const outcome = readAnswer(await server.send(evaluationOf(kept)));
  if (outcome === 'received') shelf.write(name, { stage: 'received' });
  return outcome;
}

function evaluationOf({ message, signature, draft: { answers, keep, change } }: KeptAs<'waiting'>): Evaluation {
  const all = Object.fromEntries(ITEM_CODES.map((code) => [code, answers[code] ?? null]));
  return evaluationSchema.parse({ message, signature, answers: all, keep, change });
}

function readAnswer(answer: ServerAnswer): 'received' | Setback {
  if (answer.kind === 'offline') return 'offline';
  // A known token means that an earlier attempt arrived and its answer was lost.
  if (answer.kind === 'done' || answer.why === 'ALREADY_RECEIVED') return 'received';
  return SETBACKS[answer.why] ?? 'trouble';
}
