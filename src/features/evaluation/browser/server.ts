import type * as z from 'zod/mini';
import { BODY_LIMIT_BYTES, type evaluationSchema, type Refusal, refusalSchema } from '../wire.ts';
import { parseJson } from './kept.ts';

/** The server's answer to a request. */
export type ServerAnswer =
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** It is unknown whether the request arrived. */
  | { readonly kind: 'offline' };

/** The evaluation that is sent in the end; nothing in it tells whose it is. */
export type Evaluation = z.infer<typeof evaluationSchema>;

export interface Server {
  /** Part of every address. */
  readonly campaign: string;
  /** The same for everybody, so it is requested without a ticket. */
  key(): Promise<ServerAnswer>;
  sign(ticket: string, blinded: string): Promise<ServerAnswer>;
  send(evaluation: Evaluation): Promise<ServerAnswer>;
}

/** The browser must not send the address of the page. */
const BARE = { referrerPolicy: 'no-referrer', cache: 'no-store', redirect: 'error' } as const;
/**
 * Browsers send requests without cookies over separate connections. Only the evaluation is requested that way: over the
 * connection of the signature, anybody who numbers connections could tell whose it is.
 */
const WITH_THE_PAGE = { credentials: 'same-origin' } as const;
const APART = { credentials: 'omit' } as const;
/** After this many milliseconds a request counts as unanswered. */
const TIMEOUT_MS = 30_000;

/** @param root of all campaigns: 'https://…/evaluation' */
export function createServer(root: string, campaign: string): Server {
  const ask = async (path: string, init: RequestInit, success = 200): Promise<ServerAnswer> => {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${root}/${campaign}/${path}`, { ...BARE, ...init, signal });
      const body = parseJson((await response.text()) || null);
      if (response.status === success) return { kind: 'done', body };
      // A filter on the network may answer 200 with a page of its own, which is not our answer.
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

/**
 * Pads every evaluation to the same length: encryption does not hide the length, and an observer could compare it with
 * published texts.
 */
function ofOneLength(json: string): string {
  const left = BODY_LIMIT_BYTES - new TextEncoder().encode(json).length;
  return json + ' '.repeat(Math.max(0, left));
}
