import { type ErrorRequestHandler, json, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Tools } from '../../feature.ts';
import { sha256 } from '../../sha256.ts';
import { stateOf } from './campaign.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { createExchangeStore } from './exchange-store.ts';
import { fingerprintOf, isSigned, readPrivateKey, signBlinded } from './key.ts';
import { ROOT_PATH as PATH } from './page/addresses.ts';
import { readTicket } from './ticket.ts';
import {
  BODY_LIMIT_BYTES,
  campaignKeySchema,
  evaluationSchema,
  REFUSALS,
  type Refusal,
  refusalSchema,
  signatureRequestSchema,
  signatureSchema,
} from './wire.ts';

type ExchangeStore = ReturnType<typeof createExchangeStore>;

interface Exchange extends Pick<Tools, 'now' | 'secrets' | 'onTrouble'> {
  readonly key: Buffer;
  readonly campaigns: Pick<CampaignStore, 'find'>;
  readonly store: ExchangeStore;
}

/** More campaigns than are ever open at the same time. */
const REMEMBERED = 100;

const campaignId = z.uuid();
const tooLarge = z.object({ status: z.literal(413) });
const unreadableRequest = z.object({ status: z.int().min(400).max(499) });

/**
 * The API for the page's script: it gives the key, signs for a ticket, and takes an evaluation. It uses nothing but the
 * body of a request (no cookies, addresses or headers) and logs nothing about it.
 */
export function evaluationRoutes(given: Exchange): RequestHandler {
  const context = { ...given, campaigns: remembering(given.campaigns) };
  const router = Router();
  const read = json({ limit: BODY_LIMIT_BYTES, inflate: false });
  router.use(PATH, (_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    next();
  });
  router.param('campaign', (_request, response, next, id) => {
    if (campaignId.safeParse(id).success) next();
    else refuse(response, 'UNKNOWN');
  });
  router.get(`${PATH}/:campaign/key`, ({ params: { campaign } }, response) => sendKey(context, campaign, response));
  router.post(`${PATH}/:campaign/signature`, read, ({ params: { campaign }, body }, response) =>
    sendSignature(context, campaign, body, response),
  );
  router.post(`${PATH}/:campaign/answers`, read, ({ params: { campaign }, body }, response) =>
    takeEvaluation(context, campaign, body, response),
  );
  router.use(PATH, answerFailure(context));
  return router;
}

/**
 * Caches campaigns, because their key and dates never change. Whether one is counted already is checked when an
 * evaluation is stored.
 */
function remembering({ find }: Exchange['campaigns']): Exchange['campaigns'] {
  const known = new Map<string, Awaited<ReturnType<typeof find>>>();
  return {
    find: async (id) => {
      const found = known.get(id) ?? (await find(id));
      if (known.size >= REMEMBERED) known.clear();
      if (found) known.set(id, found);
      return found;
    },
  };
}

async function sendKey({ campaigns }: Exchange, id: string, response: Response): Promise<void> {
  const campaign = await campaigns.find(id);
  if (!campaign) return refuse(response, 'UNKNOWN');
  const { publicKey, issuanceEndsAt, closesAt } = campaign;
  response.json(
    campaignKeySchema.parse({
      campaign: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      fingerprint: fingerprintOf(id, publicKey),
      issuanceEndsAt: issuanceEndsAt.toISOString(),
      closesAt: closesAt.toISOString(),
    }),
  );
}

/**
 * Signs first and marks the ticket as used afterwards: a request that cannot be signed uses no ticket, and a signature
 * only leaves once its ticket is durably marked.
 */
async function sendSignature(context: Exchange, campaign: string, body: unknown, response: Response): Promise<void> {
  const asked = signatureRequestSchema.safeParse(body);
  if (!asked.success) return refuse(response, 'BAD_REQUEST');
  const ticket = readTicket(context.key, asked.data.ticket);
  const signing = ticket === null ? null : await context.store.signing(campaign, ticket);
  if (ticket === null || !signing) return refuse(response, 'NOT_ALLOWED');
  if (signing.sealedKey === null || context.now() >= signing.issuanceEndsAt) return refuse(response, 'ISSUANCE_OVER');
  const blindedHash = sha256(asked.data.blinded);
  if (signing.used && signing.blindedHash !== blindedHash) return refuse(response, 'TICKET_USED');
  const privateKey = readPrivateKey(context.secrets.unseal(signing.sealedKey));
  const signature = signBlinded(privateKey, Buffer.from(asked.data.blinded, 'base64url'));
  if (signature === null) return refuse(response, 'BAD_REQUEST');
  if (!(await context.store.use(ticket, blindedHash))) return refuse(response, 'TICKET_USED');
  response.json(signatureSchema.parse({ signature: signature.toString('base64url') }));
}

async function takeEvaluation(context: Exchange, id: string, body: unknown, response: Response): Promise<void> {
  const given = evaluationSchema.safeParse(body);
  if (!given.success) return refuse(response, 'BAD_REQUEST');
  const campaign = await context.campaigns.find(id);
  if (!campaign) return refuse(response, 'UNKNOWN');
  const { message, signature, ...evaluation } = given.data;
  const [token, proof] = [message, signature].map((text) => Buffer.from(text, 'base64url'));
  if (!token || !proof || !(await isSigned(campaign.publicKey, token, proof))) return refuse(response, 'NOT_ALLOWED');
  const now = context.now();
  if (stateOf(campaign, now) === 'closed') return refuse(response, 'CLOSED');
  const sealedEvaluation = context.secrets.seal(JSON.stringify(evaluation));
  // A hash of the decoded bytes, because several base64url texts decode to the same bytes.
  const tokenHash = sha256(token.toString('base64url'));
  const outcome = await context.store.keep(id, { tokenHash, sealedEvaluation }, now);
  if (outcome !== 'kept') return refuse(response, outcome === 'known' ? 'ALREADY_RECEIVED' : 'CLOSED');
  response.status(204).end();
}

function refuse(response: Response, error: Refusal): void {
  response.status(REFUSALS[error]).json(refusalSchema.parse({ error }));
}

/**
 * Answers a failed request: a body that cannot be read is the sender's fault; after any other error the same request
 * may be sent again.
 */
function answerFailure({ onTrouble }: Exchange): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (tooLarge.safeParse(error).success) return refuse(response, 'TOO_LARGE');
    if (unreadableRequest.safeParse(error).success) return refuse(response, 'BAD_REQUEST');
    onTrouble(error, 'an evaluation could not be taken');
    refuse(response, 'UNAVAILABLE');
  };
}
