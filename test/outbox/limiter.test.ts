import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLimiter } from '../../src/outbox/limiter.ts';

type Spacing = Parameters<typeof createLimiter>[0];

const spacing: fc.Arbitrary<Spacing> = fc.record({
  laneMs: fc.constantFrom(0, 20, 37),
  conversationMs: fc.constantFrom(0, 150, 1_000),
});
/** A sender's conversation, how long after the previous sender, and whether the platform first asks for a pause. */
const wish = fc.record({
  conversation: fc.constantFrom('a', 'b', 'c', 'd'),
  afterMs: fc.integer({ min: 0, max: 400 }),
  silenceMs: fc.option(fc.integer({ min: 1, max: 3_000 }), { freq: 12 }),
});

interface Send {
  readonly conversation: string;
  readonly at: number;
}

/** Asks the limiter as senders do: again after the time that it names, until it agrees. */
function run(limits: Spacing, wishes: readonly { conversation: string; afterMs: number; silenceMs: number | null }[]) {
  const limiter = createLimiter(limits);
  const sends: Send[] = [];
  const silences: { from: number; to: number }[] = [];
  let now = 0;
  for (const { conversation, afterMs, silenceMs } of wishes) {
    now += afterMs;
    if (silenceMs !== null) {
      limiter.holdUntil(now + silenceMs);
      silences.push({ from: now, to: now + silenceMs });
    }
    let waitMs = limiter.take(conversation, now);
    let tries = 0;
    while (waitMs > 0) {
      tries += 1;
      if (tries > 1) throw new Error('one wait must be enough for a sender that is alone');
      now += waitMs;
      waitMs = limiter.take(conversation, now);
    }
    sends.push({ conversation, at: now });
  }
  return { sends, silences };
}

function mostInWindow(sends: readonly Send[], windowMs: number): number {
  return Math.max(0, ...sends.map(({ at }) => sends.filter((s) => s.at >= at && s.at < at + windowMs).length));
}

describe('the limiter of a lane', () => {
  it('never exceeds the rate of the lane in any second', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 120 }), (wishes) => {
        const busy = wishes.map((one) => ({ ...one, afterMs: one.afterMs % 5 }));
        const { sends } = run({ laneMs: 20, conversationMs: 0 }, busy);
        expect(mostInWindow(sends, 1_000)).toBeLessThanOrEqual(50);
      }),
    );
  });

  it('keeps the space between two messages of one conversation', () => {
    fc.assert(
      fc.property(spacing, fc.array(wish, { maxLength: 80 }), (limits, wishes) => {
        const { sends } = run(limits, wishes);
        for (const conversation of ['a', 'b', 'c', 'd']) {
          const own = sends.filter((send) => send.conversation === conversation);
          own.slice(1).forEach((send, index) => {
            expect(send.at - (own[index]?.at ?? 0)).toBeGreaterThanOrEqual(limits.conversationMs);
          });
        }
      }),
    );
  });

  it('sends nothing while the platform asked for silence', () => {
    fc.assert(
      fc.property(spacing, fc.array(wish, { maxLength: 80 }), (limits, wishes) => {
        const { sends, silences } = run(limits, wishes);
        for (const { from, to } of silences) {
          expect(sends.filter((send) => send.at > from && send.at < to)).toEqual([]);
        }
      }),
    );
  });

  it('makes nobody wait longer than its own limits require', () => {
    fc.assert(
      fc.property(spacing, fc.array(wish, { maxLength: 80 }), (limits, wishes) => {
        const limiter = createLimiter(limits);
        let now = 0;
        for (const { conversation, afterMs } of wishes) {
          now += afterMs;
          expect(limiter.take(conversation, now)).toBeLessThanOrEqual(Math.max(limits.laneMs, limits.conversationMs));
        }
      }),
    );
  });

  it('does not let one conversation wait for another', () => {
    const limiter = createLimiter({ laneMs: 0, conversationMs: 1_000 });
    expect(limiter.take('a', 0)).toBe(0);
    expect(limiter.take('a', 10)).toBe(990);
    expect(limiter.take('b', 10)).toBe(0);
  });

  it('never shortens a silence', () => {
    const limiter = createLimiter({ laneMs: 0, conversationMs: 0 });
    limiter.holdUntil(500);
    limiter.holdUntil(100);
    expect(limiter.heldUntil()).toBe(500);
    expect(limiter.take('a', 499)).toBe(1);
    expect(limiter.take('a', 500)).toBe(0);
  });
});
