import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBotTokens } from '../../../playground/teams/bot-tokens.ts';
import { createFaults } from '../../../playground/teams/faults.ts';
import { pictureFault } from '../../../playground/teams/picture-limits.ts';
import { createRateLimit, REQUESTS_PER_TENANT, SENDS_PER_CONVERSATION } from '../../../playground/teams/rate-limit.ts';

describe('the rate of posting', () => {
  it('allows seven sends in any second and tells how long to wait', () => {
    const limit = createRateLimit(SENDS_PER_CONVERSATION);
    for (let ms = 0; ms < 700; ms += 100) expect(limit.take('chat', ms)).toBe(0);
    expect(limit.take('chat', 700)).toBe(300);
    expect(limit.take('other chat', 700)).toBe(0);
    expect(limit.take('chat', 999)).toBe(1);
    expect(limit.take('chat', 1_000)).toBe(0);
  });

  it('allows 1,800 sends in any hour', () => {
    const limit = createRateLimit(SENDS_PER_CONVERSATION);
    for (let send = 0; send < 1_800; send += 1) expect(limit.take('chat', send * 1_000)).toBe(0);
    expect(limit.take('chat', 1_800_000)).toBe(1_800_000);
    expect(limit.take('chat', 3_600_000)).toBe(0);
  });

  it('never allows more than fifty in any second, whatever the moments', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 100, maxLength: 400 }), (steps) => {
        const limit = createRateLimit(REQUESTS_PER_TENANT);
        const taken: number[] = [];
        let now = 0;
        for (const step of steps) {
          now += step;
          if (limit.take('tenant', now) === 0) taken.push(now);
        }
        for (const [index, moment] of taken.entries()) {
          const before = taken[index - 50];
          if (before !== undefined) expect(moment - before).toBeGreaterThanOrEqual(1_000);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a picture', () => {
  const png = (width: number, height: number, length = 100) => {
    const bytes = Buffer.alloc(length);
    Buffer.from('89504e470d0a1a0a', 'hex').copy(bytes);
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return bytes;
  };
  const jpeg = (width: number, height: number) => {
    const size = Buffer.from('ffc0001108000000000300', 'hex');
    size.writeUInt16BE(height, 5);
    size.writeUInt16BE(width, 7);
    return Buffer.concat([Buffer.from('ffd8ffe000044a46', 'hex'), size]);
  };

  it('is a PNG or JPEG of at most 1024 pixels and less than 1 MB', () => {
    expect(pictureFault(png(1_024, 1_024))).toBeNull();
    expect(pictureFault(jpeg(1_024, 600))).toBeNull();
    expect(pictureFault(png(1_025, 10))).toMatch(/1024 pixels/);
    expect(pictureFault(jpeg(600, 1_025))).toMatch(/1024 pixels/);
    expect(pictureFault(png(10, 10, 1_024 * 1_024))).toMatch(/1 MB/);
    expect(pictureFault(Buffer.from('<svg/>'))).toMatch(/PNG or a JPEG/);
    expect(pictureFault(Buffer.from('ffd8ffe0ffff', 'hex'))).toMatch(/PNG or a JPEG/);
    expect(pictureFault(Buffer.alloc(0))).toMatch(/PNG or a JPEG/);
  });
});

describe('a token', () => {
  it('is valid until it expires or is revoked', () => {
    const tokens = createBotTokens();
    tokens.add('t', 0, 60);
    expect(tokens.accepts('Bearer t', 59_999)).toBe(true);
    expect(tokens.accepts('Bearer t', 60_000)).toBe(false);
    expect(tokens.accepts('Basic t', 0)).toBe(false);
    expect(tokens.accepts('Bearer u', 0)).toBe(false);
    expect(tokens.accepts(undefined, 0)).toBe(false);
    tokens.revokeAll();
    expect(tokens.accepts('Bearer t', 0)).toBe(false);
  });
});

describe('planned faults', () => {
  it('apply as often as planned, in order, and only where planned', () => {
    const faults = createFaults();
    faults.fail('send', { status: 429, times: 1, tenant: 'a' });
    faults.fail('send', { status: 500, times: 2 });
    expect(faults.take('update', 'a')).toBeNull();
    expect(faults.take('send', 'b')?.status).toBe(500);
    expect(faults.take('send', 'a')?.status).toBe(429);
    expect(faults.take('send', 'a')?.status).toBe(500);
    expect(faults.take('send', 'a')).toBeNull();
    faults.fail('token', { status: 503, times: 9 });
    faults.clear();
    expect(faults.take('token', null)).toBeNull();
  });
});
