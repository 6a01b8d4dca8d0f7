import { createServer } from 'node:http';
import express, { type Response } from 'express';
import { z } from 'zod';
import { numbersOf } from '../../../src/features/evaluation/campaign.ts';
import {
  fingerprintOf,
  isSigned,
  makeCampaignKey,
  readPrivateKey,
  signBlinded,
} from '../../../src/features/evaluation/key.ts';
import { evaluationPages } from '../../../src/features/evaluation/page/page-routes.ts';
import { REFUSALS, type Refusal } from '../../../src/features/evaluation/wire.ts';
import { listen, stopListening } from '../../listen.ts';

/** What the server does with the next requests of a kind, instead of answering them properly. */
type Fault =
  | { readonly refuse: Refusal }
  /** It does the work, and the connection breaks before the answer. */
  | { readonly lose: true }
  /** It sends another answer than the real one. */
  | { readonly body: unknown };

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: string;
  readonly cookie: string | undefined;
  readonly body: string;
  /** The browser's port of the connection. */
  readonly port: number | undefined;
}

const signatureRequest = z.object({ ticket: z.string(), blinded: z.string() });
const evaluation = z.object({ message: z.string(), signature: z.string() });

export const CAMPAIGNS = {
  open: '6f1c2a34-0d6b-4c0e-9a59-3b3f3c1d0001',
  'issuance-over': '6f1c2a34-0d6b-4c0e-9a59-3b3f3c1d0002',
  closed: '6f1c2a34-0d6b-4c0e-9a59-3b3f3c1d0003',
} as const;

/** Serves the real page on a minimal server, to test what a real server does only when it is broken or malicious. */
export async function openPageRig() {
  const [key, other] = await Promise.all([makeCampaignKey(), makeCampaignKey()]);
  const seen: Seen[] = [];
  const faults: Partial<Record<'key' | 'signature' | 'answers', Fault>> = {};
  const signed = new Map<string, string>();
  const received = new Map<string, unknown>();
  const closesAt = new Date(Date.now() + 7 * 24 * 3_600_000);
  const numbers = await numbersOf({ id: CAMPAIGNS.open, publicKey: key.publicKey });
  const { fingerprint } = numbers;
  /** Values that the page shows instead of the real ones. */
  const shown: { fingerprint?: string } = {};
  const states = new Map<string, 'open' | 'issuance-over' | 'closed'>([
    [CAMPAIGNS.open, 'open'],
    [CAMPAIGNS['issuance-over'], 'issuance-over'],
    [CAMPAIGNS.closed, 'closed'],
  ]);
  const app = express();
  app.use(express.text({ type: () => true }), ({ method, url, headers, body, socket }, _response, next) => {
    const text = typeof body === 'string' ? body : '';
    seen.push({
      method,
      url,
      headers: JSON.stringify(headers),
      cookie: headers.cookie,
      body: text,
      port: socket.remotePort,
    });
    next();
  });
  app.use(
    evaluationPages({
      campaignFor: async (id) => {
        const state = states.get(id);
        return state
          ? {
              id,
              state,
              about: 'Marieke de Jong',
              issuanceEndsAt: closesAt,
              closesAt,
              numbers: { ...numbers, ...shown },
            }
          : null;
      },
      now: () => new Date(),
      timezone: 'Europe/Amsterdam',
    }),
  );
  const answer = (what: keyof typeof faults, response: Response, work: () => unknown) => {
    const fault = faults[what];
    if (!fault) return response.json(work());
    if ('refuse' in fault) return refuse(response, fault.refuse);
    if ('body' in fault) return response.json(fault.body);
    work();
    // Half an answer, because a browser repeats a request by itself when it got nothing at all.
    response.writeHead(200, { 'content-length': '9' }).write('{');
    return setImmediate(() => response.destroy());
  };
  app.get('/evaluation/:id/key', ({ params: { id } }, response) => {
    const [publicKey, until] = [key.publicKey.toString('base64url'), closesAt.toISOString()];
    answer('key', response, () => ({ campaign: id, publicKey, fingerprint, issuanceEndsAt: until, closesAt: until }));
  });
  app.post('/evaluation/:id/signature', ({ body }, response) => {
    const { ticket, blinded } = signatureRequest.parse(JSON.parse(body));
    if ((signed.get(ticket) ?? blinded) !== blinded) return void refuse(response, 'TICKET_USED');
    answer('signature', response, () => {
      signed.set(ticket, blinded);
      const signature = signBlinded(readPrivateKey(key.privateKey), Buffer.from(blinded, 'base64url'));
      return { signature: signature?.toString('base64url') };
    });
  });
  app.post('/evaluation/:id/answers', async ({ body }, response) => {
    const { message, signature } = evaluation.parse(JSON.parse(body));
    const [said, proof] = [message, signature].map((text) => Buffer.from(text, 'base64url'));
    if (!said || !proof || !(await isSigned(key.publicKey, said, proof))) return void refuse(response, 'NOT_ALLOWED');
    if (received.has(message)) return void refuse(response, 'ALREADY_RECEIVED');
    answer('answers', response.status(204), () => void received.set(message, JSON.parse(body)));
  });
  const server = createServer(app);
  const url = await listen(server);
  return {
    url,
    seen,
    faults,
    received,
    states,
    numbers,
    shown,
    otherKey: {
      publicKey: other.publicKey.toString('base64url'),
      fingerprint: fingerprintOf(CAMPAIGNS.open, other.publicKey),
    },
    closesAt,
    asked: (path: string) => seen.filter(({ url: asked }) => asked.endsWith(`/${path}`)),
    close: () => stopListening(server),
  };
}

function refuse(response: Response, why: Refusal): void {
  response.status(REFUSALS[why]).json({ error: why });
}
