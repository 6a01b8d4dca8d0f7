import { describe, expect, it } from '@jest/globals';
import { ITEM_CODES, type ItemCode } from '../../../src/features/evaluation/items.ts';
import {
  BODY_LIMIT_BYTES,
  campaignKeySchema,
  evaluationSchema,
  KEY_BITS,
  PREFIX_BYTES,
  REFUSALS,
  type Refusal,
  refusalSchema,
  signatureRequestSchema,
  signatureSchema,
  TOKEN_BYTES,
  ticketSchema,
} from '../../../src/features/evaluation/wire.ts';

const bytes = (count: number) => Buffer.alloc(count, 7).toString('base64url');
const ticket = `0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e5f.${bytes(32)}`;
const all = (answer: number | null): Record<ItemCode, number | null> => ({
  NEW: answer,
  PRACTICAL: answer,
  RECOGNISED: answer,
  AGREED_TIMES: answer,
  EXPERTISE: answer,
  FREE_TO_SPEAK: answer,
  OVERALL: answer,
});
const evaluation = {
  message: bytes(PREFIX_BYTES + TOKEN_BYTES),
  signature: bytes(KEY_BITS / 8),
  answers: all(4),
  keep: 'het contactuur',
  change: '',
};

describe('an evaluation on the wire', () => {
  it('has all items and two texts, and fits the body that is read, however it is written', () => {
    expect(ITEM_CODES).toHaveLength(7);
    expect(evaluationSchema.safeParse(evaluation).success).toBe(true);
    expect(evaluationSchema.safeParse({ ...evaluation, answers: all(null) }).success).toBe(true);
    const longest = { ...evaluation, keep: '語'.repeat(1_000), change: '語'.repeat(1_000) };
    expect(evaluationSchema.safeParse(longest).success).toBe(true);
    const escaped = JSON.stringify(longest).replaceAll('語', '\\u8a9e');
    expect(Buffer.byteLength(escaped)).toBeLessThan(BODY_LIMIT_BYTES);
  });

  it.each([
    ['a missing item', { answers: Object.fromEntries(Object.entries(all(3)).slice(1)) }],
    ['another item', { answers: { ...all(3), AGE: 3 } }],
    ['a step that there is not', { answers: { ...all(3), NEW: 6 } }],
    ['half a step', { answers: { ...all(3), NEW: 2.5 } }],
    ['a long text', { keep: 'a'.repeat(1_001) }],
    ['a short token', { message: bytes(63) }],
    ['another alphabet', { message: `+${bytes(64).slice(1)}` }],
    ['something more', { ticket }],
  ])('is refused with %s', (_, changed) => {
    expect(evaluationSchema.safeParse({ ...evaluation, ...changed }).success).toBe(false);
  });
});

it('a ticket, a key and a signature have one shape each', () => {
  expect(signatureRequestSchema.safeParse({ ticket, blinded: bytes(256) }).success).toBe(true);
  expect(signatureRequestSchema.safeParse({ ticket, blinded: bytes(255) }).success).toBe(false);
  expect(ticketSchema.safeParse(ticket.slice(1)).success).toBe(false);
  expect(signatureSchema.safeParse({ signature: bytes(256) }).success).toBe(true);
  const key = { campaign: ticket.slice(0, 36), publicKey: bytes(294), fingerprint: bytes(32) };
  const until = { issuanceEndsAt: '2026-12-08T10:00:00.000Z', closesAt: '2026-12-10T10:00:00.000Z' };
  expect(campaignKeySchema.safeParse({ ...key, ...until }).success).toBe(true);
  expect(campaignKeySchema.safeParse({ ...key, ...until, fingerprint: '' }).success).toBe(false);
});

it('every possible refusal can be parsed', () => {
  const codes = Object.keys(REFUSALS);
  expect(codes.map((error) => refusalSchema.safeParse({ error }).success)).toEqual(codes.map(() => true));
  const known: Refusal[] = [...refusalSchema.shape.error.options];
  expect(known.toSorted()).toEqual(codes.toSorted());
});
