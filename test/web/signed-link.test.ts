import { expect, it } from '@jest/globals';
import { isProofNow, isProofOf, proofForAnHour, proofOf } from '../../src/web/signed-link.ts';

const KEY = Buffer.alloc(32, 1);
const NOW = new Date('2026-11-24T15:30:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

it('a proof is of one thing, and of one key', () => {
  const proof = proofOf(KEY, 'picture:2026-W47:nl');
  expect(isProofOf(KEY, 'picture:2026-W47:nl', proof)).toBe(true);
  expect(isProofOf(KEY, 'picture:2026-W47:en', proof)).toBe(false);
  expect(isProofOf(Buffer.alloc(32, 2), 'picture:2026-W47:nl', proof)).toBe(false);
  expect(isProofOf(KEY, 'picture:2026-W47:nl', `${proof}A`)).toBe(false);
});

it('a proof for an hour ends with it, and cannot be given another end', () => {
  const proof = proofForAnHour(KEY, 'line:1', NOW);
  expect(proof).toMatch(/^[\w-]+$/);
  expect(isProofNow(KEY, 'line:1', proof, later(59))).toBe(true);
  expect(isProofNow(KEY, 'line:1', proof, later(60))).toBe(false);
  expect(isProofNow(KEY, 'line:2', proof, NOW)).toBe(false);
  const [until = '', ...rest] = proof.split('-');
  const longer = [(Number.parseInt(until, 36) + 3_600).toString(36), ...rest].join('-');
  expect(isProofNow(KEY, 'line:1', longer, NOW)).toBe(false);
});

it('a proof without an end is none for an hour, nor the other way round', () => {
  expect(isProofNow(KEY, 'line:1', proofOf(KEY, 'line:1'), NOW)).toBe(false);
  expect(isProofOf(KEY, 'line:1', proofForAnHour(KEY, 'line:1', NOW))).toBe(false);
});
