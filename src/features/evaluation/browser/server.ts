import type * as z from 'zod/mini';
import { BODY_LIMIT_BYTES, type evaluationSchema, type Refusal, refusalSchema } from '../wire.ts';
import { parseJson } from './kept.ts';

/** What the server says to each of the three things that are asked of it. */
export type ServerAnswer =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** Whether it arrived is not known. */
  | { readonly kind: 'offline' };

/** What is sent at the end: nothing in it says who it is from. */
export type Evaluation = z.infer<typeof evaluationSchema>;

export interface Server {
  /** As it stands in every address that is asked. */
  readonly campaign: string;
  /** The same for everybody: it is asked for without a ticket. */
  key(): Promise<ServerAnswer>;
  sign(ticket: string, blinded: string): Promise<ServerAnswer>;
  send(evaluation: Evaluation): Promise<ServerAnswer>;
}

/** No address of where it came from goes along by itself. */
const BARE = { referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error' } as const;
/**
 * Browsers send what must not carry a cookie over connections of its own. So only the evaluation is asked for like that: over
 * the connection of the stamp, that alone would tell whose it is to whoever numbers connections.
 */
const WITH_THE_PAGE = { credentials: 'same-origin' } as const;
const APART = { credentials: 'omit' } as const;
/** Milliseconds: after that it counts as not answered. */
const TIMEOUT_MS = 30_000;

/** @param root of all campaigns: 'https://…/evaluation' */
export function createServer(root: string, campaign: string): Server {
  const ask = async (path: string, init: RequestInit, success = 200): Promise<ServerAnswer> => {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${root}/${campaign}/${path}`, { ...BARE, ...init, signal });
      const body = parseJson((await response.text()) || null);
      if (response.status === success) return { kind: 'done', body };
      // A filter on the way says that all is well too, with a page of its own: that is no answer of ours.
      if (response.ok) return { kind: 'offline' };
      return { kind: 'refused', why: refusalSchema.safeParse(body).data?.error ?? 'UNAVAILABLE' };
    } catch {
      return { kind: 'offline' };
    }
  };
  const post = (path: string, how: RequestInit, body: string, success?: number) =>
    ask(path, { ...how, method: 'POST', headers: { 'content-type': 'application/json' }, body }, success);
  return {
    campaign,
    key: () => ask('key', WITH_THE_PAGE),
    sign: (ticket, blinded) => post('signature', WITH_THE_PAGE, JSON.stringify({ ticket, blinded })),
    send: (evaluation) => post('answers', APART, ofOneLength(JSON.stringify(evaluation)), 204),
  };
}

/** Encryption does not hide how long something is, and whoever reads along could lay that beside what is published. */
function ofOneLength(json: string): string {
  const left = BODY_LIMIT_BYTES - new TextEncoder().encode(json).length;
  return json + ' '.repeat(Math.max(0, left));
}
