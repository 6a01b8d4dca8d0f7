import * as z from 'zod/mini';
import { ITEM_CODES, TEXT_LENGTH } from './items.ts';

/*
 * What travels between the page's script and the server, for both of them: nothing here may need a server.
 *
 * GET  /evaluation/CAMPAIGN/key        -> campaignKeySchema
 * POST /evaluation/CAMPAIGN/signature  signatureRequestSchema -> signatureSchema
 * POST /evaluation/CAMPAIGN/answers    evaluationSchema -> 204, once it is stored durably
 *
 * Whatever is refused is answered with refusalSchema.
 */

/**
 * RFC 9474, RSABSSA-SHA384-PSS-Randomized: one of the two variants that the RFC recommends. The signer is the one the teacher
 * need not trust, so that blindness must hold also for a key that was made to break it: that is what the random prefix of
 * Randomized is for. PSS rather than PSSZERO because nothing here needs signatures to be unique: a token is what must be new.
 */
export const SIGNATURE_VARIANT = 'RSABSSA-SHA384-PSS-Randomized';

/**
 * Of the modulus. A key signs for some weeks and is then erased, and whoever factors it later can forge evaluations of a
 * campaign that takes none any more, but learns nothing about who wrote which: that does not rest on the key at all.
 */
export const KEY_BITS = 2_048;
const KEY_BYTES = KEY_BITS / 8;

/** The random prefix of the variant, and the random token behind it. */
export const PREFIX_BYTES = 32;
export const TOKEN_BYTES = 32;

/** Longer bodies are refused before they are read. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/** Exactly so many bytes, as base64url without padding. */
const bytes = (count: number) => z.string().check(z.length(Math.ceil((count * 4) / 3)), z.regex(/^[A-Za-z0-9_-]*$/));

/** Campaigns and tickets have ids of their own; a ticket is its id and a proof that only the server can make. */
export const ticketSchema = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$/));

export const campaignKeySchema = z.object({
  campaign: z.uuid(),
  /** SPKI (DER), base64url. */
  publicKey: z.string().check(z.maxLength(1_000), z.regex(/^[A-Za-z0-9_-]+$/)),
  /** SHA-256 of the campaign's id and the SPKI, base64url: as behind the # of the invitation. */
  fingerprint: bytes(32),
  /** ISO 8601. */
  issuanceEndsAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
});

/** What the fingerprint is the SHA-256 of. @param publicKey SPKI (DER), base64url */
export function fingerprinted(campaign: string, publicKey: string): string {
  return `${campaign}:${publicKey}`;
}

export const signatureRequestSchema = z.strictObject({ ticket: ticketSchema, blinded: bytes(KEY_BYTES) });
export const signatureSchema = z.object({ signature: bytes(KEY_BYTES) });

const ratingSchema = z.nullable(z.int().check(z.gte(1), z.lte(5)));
const textSchema = z.string().check(z.maxLength(TEXT_LENGTH));

/** All items are there, whether they were answered or not. */
export const evaluationSchema = z.strictObject({
  /** The prepared message: prefix and token. */
  message: bytes(PREFIX_BYTES + TOKEN_BYTES),
  /** Unblinded. */
  signature: bytes(KEY_BYTES),
  answers: z.record(z.enum(ITEM_CODES), ratingSchema),
  keep: textSchema,
  change: textSchema,
});

/** Why something was refused, and the status that goes with it. */
export const REFUSALS = {
  /** The request is not of the shape above, or the blinded message is no number below the modulus. */
  BAD_REQUEST: 400,
  /** No ticket of this campaign, or no signature of its key. */
  NOT_ALLOWED: 403,
  /** No such campaign. */
  UNKNOWN: 404,
  /** This ticket was used with another blinded message. */
  TICKET_USED: 409,
  /** An evaluation with this token is stored already: the first one stands. */
  ALREADY_RECEIVED: 409,
  /** No more signatures are given. */
  ISSUANCE_OVER: 410,
  CLOSED: 410,
  TOO_LARGE: 413,
  /** Nothing was stored; the same may be tried again. */
  UNAVAILABLE: 503,
} as const;

export type Refusal = keyof typeof REFUSALS;

export const refusalSchema = z.object({
  error: z.enum([
    'BAD_REQUEST',
    'NOT_ALLOWED',
    'UNKNOWN',
    'TICKET_USED',
    'ALREADY_RECEIVED',
    'ISSUANCE_OVER',
    'CLOSED',
    'TOO_LARGE',
    'UNAVAILABLE',
  ]),
});
