import * as z from 'zod/mini';
import { ITEM_CODES, TEXT_LENGTH } from './items.ts';

/*
 * The messages between the page's script and the server. Both import this file, so that nothing here may need a server.
 *
 * GET  /evaluation/CAMPAIGN/key        -> campaignKeySchema
 * POST /evaluation/CAMPAIGN/signature  signatureRequestSchema -> signatureSchema
 * POST /evaluation/CAMPAIGN/answers    evaluationSchema -> 204, once it is stored durably
 *
 * A refusal is answered with refusalSchema.
 */

/**
 * RFC 9474, RSABSSA-SHA384-PSS-Randomized: one of the two variants that the RFC recommends. Teachers need not trust the
 * signer, so that blindness must hold even for a key that was made to break it: that is what the random prefix of
 * Randomized is for. PSS rather than PSSZERO, because signatures need not be unique here: the token must be new.
 */
export const SIGNATURE_VARIANT = 'RSABSSA-SHA384-PSS-Randomized';

/**
 * Size of the modulus. A key signs for some weeks and is then erased. Somebody who factors it later can forge
 * evaluations for a campaign that takes none any more, but learns nothing about who wrote which: that does not depend
 * on the key.
 */
export const KEY_BITS = 2_048;
const KEY_BYTES = KEY_BITS / 8;

/** The random prefix of the variant, and the random token after it. */
export const PREFIX_BYTES = 32;
export const TOKEN_BYTES = 32;

/** Longer bodies are refused unread. */
export const BODY_LIMIT_BYTES = 16 * 1024;

/** Exactly this many bytes, as base64url without padding. */
const bytes = (count: number) => z.string().check(z.length(Math.ceil((count * 4) / 3)), z.regex(/^[A-Za-z0-9_-]*$/));

/** A ticket: its id and a proof that only the server can make. */
export const ticketSchema = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[A-Za-z0-9_-]{43}$/));

export const campaignKeySchema = z.object({
  campaign: z.uuid(),
  /** SPKI (DER), base64url. */
  publicKey: z.string().check(z.maxLength(1_000), z.regex(/^[A-Za-z0-9_-]+$/)),
  /** SHA-256 of the campaign's id and the SPKI, base64url: the same as behind the # of the invitation. */
  fingerprint: bytes(32),
  /** ISO 8601. */
  issuanceEndsAt: z.iso.datetime(),
  closesAt: z.iso.datetime(),
});

/** The text of which the fingerprint is the SHA-256. @param publicKey SPKI (DER), base64url */
export function fingerprinted(campaign: string, publicKey: string): string {
  return `${campaign}:${publicKey}`;
}

export const signatureRequestSchema = z.strictObject({ ticket: ticketSchema, blinded: bytes(KEY_BYTES) });
export const signatureSchema = z.object({ signature: bytes(KEY_BYTES) });

const ratingSchema = z.nullable(z.int().check(z.gte(1), z.lte(5)));
const textSchema = z.string().check(z.maxLength(TEXT_LENGTH));

/** An evaluation, with all items, answered or not. */
export const evaluationSchema = z.strictObject({
  /** The prepared message: prefix and token. */
  message: bytes(PREFIX_BYTES + TOKEN_BYTES),
  /** The unblinded signature. */
  signature: bytes(KEY_BYTES),
  answers: z.record(z.enum(ITEM_CODES), ratingSchema),
  keep: textSchema,
  change: textSchema,
});

/** Why a request was refused, with the HTTP status. */
export const REFUSALS = {
  /** The body does not have the shape above, or the blinded message is not below the modulus. */
  BAD_REQUEST: 400,
  /** The ticket is not of this campaign, or the signature is not by its key. */
  NOT_ALLOWED: 403,
  /** No such campaign. */
  UNKNOWN: 404,
  /** This ticket was used with another blinded message. */
  TICKET_USED: 409,
  /** An evaluation with this token is stored already; the first one stays. */
  ALREADY_RECEIVED: 409,
  /** Signatures have ended. */
  ISSUANCE_OVER: 410,
  CLOSED: 410,
  TOO_LARGE: 413,
  /** Nothing was stored; the same request may be tried again. */
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
