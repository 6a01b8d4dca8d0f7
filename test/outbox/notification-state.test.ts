import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, type DeliveryEvent, type DeliveryProgress } from '../../src/outbox/notification-state.ts';

const START = new Date('2026-11-17T14:30:00Z').getTime();
const HOUR = 3_600_000;

const fresh: DeliveryProgress = {
  state: 'queued',
  notBefore: new Date(START),
  notAfter: new Date(START + 10 * HOUR),
  attempts: 0,
  attemptedAt: null,
  sentAt: null,
  reference: null,
  reason: null,
  inDoubt: 0,
};

const moment = fc.integer({ min: -2, max: 14 }).map((hours) => new Date(START + hours * HOUR));
const reason = fc.constantFrom('ratelimited', 'http_500', 'account_inactive');
const event: fc.Arbitrary<DeliveryEvent> = fc.oneof(
  moment.map((at) => ({ kind: 'claimed', at }) as const),
  fc.record({ kind: fc.constant('accepted' as const), at: moment, reference: fc.constantFrom('m1', 'm2') }),
  fc.record({ kind: fc.constant('postponed' as const), until: moment, reason }),
  reason.map((why) => ({ kind: 'lost-sight', reason: why }) as const),
  fc.constantFrom({ kind: 'not-found' } as const, { kind: 'discarded' } as const),
  moment.map((until) => ({ kind: 'cannot-tell', until }) as const),
  reason.map((why) => ({ kind: 'refused', reason: why }) as const),
  fc.option(moment).map((until) => ({ kind: 'handed-back', until }) as const),
  reason.map((why) => ({ kind: 'lapsed', reason: why }) as const),
  moment.map((at) => ({ kind: 'ran-out', at }) as const),
  moment.map((at) => ({ kind: 'retried', at }) as const),
);

/** Checks every step of a random history: the state before, the event, and the state after. */
function everyStep(check: (before: DeliveryProgress, happened: DeliveryEvent, after: DeliveryProgress) => void): void {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let progress = fresh;
      for (const happened of events) {
        const after = advance(progress, happened);
        check(progress, happened, after);
        progress = after;
      }
    }),
    { numRuns: 500 },
  );
}

describe('the state of a notification', () => {
  it('never leaves sent', () => {
    everyStep((before, _happened, after) => {
      if (before.state === 'sent') expect(after).toBe(before);
    });
  });

  it('has a reference and a time of sending only when it is sent', () => {
    everyStep((_before, _happened, after) => {
      expect(after.reference !== null).toBe(after.state === 'sent');
      expect(after.sentAt !== null).toBe(after.state === 'sent');
    });
  });

  it('becomes sent only after the platform’s answer', () => {
    everyStep((before, happened, after) => {
      if (after.state === 'sent' && before.state !== 'sent') expect(happened.kind).toBe('accepted');
    });
  });

  it('is taken only from the queue, never before or after its time', () => {
    everyStep((before, happened, after) => {
      if (after.state !== 'sending' || before.state === 'sending') return;
      expect(before.state).toBe('queued');
      if (happened.kind !== 'claimed') throw new Error('it was taken without a claim');
      expect(happened.at >= before.notBefore && happened.at < before.notAfter).toBe(true);
    });
  });

  it('is taken again after an attempt that may have arrived only when the platform was asked', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        let progress = advance(advance(fresh, { kind: 'claimed', at: new Date(START) }), {
          kind: 'lost-sight',
          reason: 'cut',
        });
        for (const happened of events) {
          // A worker cannot report these about its own attempt after it has lost track of it.
          if (['postponed', 'handed-back', 'refused', 'lapsed'].includes(happened.kind)) continue;
          const after = advance(progress, happened);
          if (progress.state === 'sending' && after.state === 'queued') {
            expect(['not-found', 'cannot-tell']).toContain(happened.kind);
            return;
          }
          progress = after;
        }
      }),
    );
  });

  it('counts attempts and doubts upwards only', () => {
    everyStep((before, happened, after) => {
      expect(after.attempts - before.attempts).toBe(after.state === 'sending' && before.state !== 'sending' ? 1 : 0);
      const doubted = before.state === 'sending' && happened.kind === 'cannot-tell' && after.state === 'queued';
      expect(after.inDoubt - before.inDoubt).toBe(doubted ? 1 : 0);
    });
  });

  it('is sent again in doubt only a few times, each time later', () => {
    let progress = fresh;
    const until = new Date(START + HOUR);
    for (let doubts = 1; doubts <= 5; doubts += 1) {
      progress = advance(advance(progress, { kind: 'claimed', at: progress.notBefore }), {
        kind: 'cannot-tell',
        until,
      });
      expect(progress).toMatchObject({ state: 'queued', inDoubt: doubts, notBefore: until });
    }
    progress = advance(advance(progress, { kind: 'claimed', at: until }), { kind: 'cannot-tell', until });
    expect(progress).toMatchObject({ state: 'failed', reason: 'in_doubt', inDoubt: 5 });
  });

  it('records since when it is being sent, while it is being sent', () => {
    everyStep((_before, _happened, after) => {
      if (after.state === 'sending') expect(after.attemptedAt).not.toBeNull();
      if (after.state === 'queued') expect(after.attemptedAt).toBeNull();
    });
  });

  it('does not change when it becomes too late', () => {
    everyStep((before, _happened, after) => expect(after.notAfter).toBe(before.notAfter));
  });

  it('keeps the reason why it was given up', () => {
    everyStep((_before, _happened, after) => {
      if (after.state === 'failed' || after.state === 'expired') expect(after.reason).not.toBeNull();
    });
  });

  it('is tried again by the operator only while there is time', () => {
    const failed = advance(advance(fresh, { kind: 'claimed', at: new Date(START) }), {
      kind: 'refused',
      reason: 'invalid_blocks',
    });
    expect(failed.state).toBe('failed');
    expect(advance(failed, { kind: 'retried', at: new Date(START + HOUR) }).state).toBe('queued');
    expect(advance(failed, { kind: 'retried', at: fresh.notAfter })).toBe(failed);
    expect(advance(failed, { kind: 'discarded' })).toMatchObject({ state: 'expired', reason: 'discarded' });
  });

  it('keeps the last failure as the reason when its time runs out', () => {
    const claimed = advance(fresh, { kind: 'claimed', at: new Date(START) });
    const postponed = advance(claimed, { kind: 'postponed', until: new Date(START + HOUR), reason: 'http_500' });
    expect(advance(postponed, { kind: 'ran-out', at: fresh.notAfter })).toMatchObject({
      state: 'expired',
      reason: 'http_500',
    });
    expect(advance(fresh, { kind: 'ran-out', at: fresh.notAfter })).toMatchObject({
      state: 'expired',
      reason: 'not_after',
    });
  });
});
