import { describe, expect, it } from '@jest/globals';
import { DeliveryError, KEPT_BACK, type OutgoingMessage } from '../../src/chat/platform.ts';
import { attemptSend } from '../../src/outbox/attempt.ts';
import { type Composed, compose } from '../../src/outbox/compose.ts';
import type { ClaimedNotification } from '../../src/outbox/notification.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const VIEW: Composed = { kind: 'view', view: { summary: 'Hoe gaat het?', blocks: [] } };

const notification: ClaimedNotification = {
  id: 'n1',
  key: 'check-in:1',
  kind: 'check-in',
  subject: '1',
  lane: 'slack:T1',
  language: 'nl',
  to: { kind: 'person', workspace: 'T1', user: 'U1', conversation: null },
  givenUp: false,
  progress: {
    state: 'sending',
    notBefore: NOW,
    notAfter: new Date(NOW.getTime() + 60_000),
    attempts: 1,
    attemptedAt: NOW,
    sentAt: null,
    reference: null,
    reason: null,
    inDoubt: 0,
  },
};

function ports(result: unknown, now = NOW): Parameters<typeof attemptSend>[2] & { sent(): number } {
  let sent = 0;
  return {
    platform: {
      async send() {
        sent += 1;
        if (typeof result === 'string') return { reference: result };
        throw result;
      },
    },
    clock: () => now,
    random: () => 0,
    mayGo: () => true,
    sent: () => sent,
  };
}

describe('one attempt', () => {
  it('is accepted with the reference of the platform', async () => {
    expect(await attemptSend(notification, VIEW, ports('D1:1.2'))).toEqual({
      event: { kind: 'accepted', at: NOW, reference: 'D1:1.2' },
      unreachable: false,
      lane: { kind: 'works' },
    });
  });

  it('is handed back, and does not count, when the lane was lost before the request', async () => {
    const asked: unknown[] = [];
    const lost = {
      ...ports(''),
      platform: {
        async send(message: OutgoingMessage) {
          asked.push(message.mayGo?.());
          throw new DeliveryError('retry', KEPT_BACK);
        },
      },
      mayGo: () => false,
    };
    expect(await attemptSend(notification, VIEW, lost)).toEqual({
      event: { kind: 'handed-back', until: null },
      unreachable: false,
      lane: { kind: 'none' },
    });
    expect(asked).toEqual([false]);
  });

  it('is not made when it has become too late', async () => {
    const late = ports('D1:1.2', notification.progress.notAfter);
    const { event, lane } = await attemptSend(notification, VIEW, late);
    expect({ event, lane }).toEqual({ event: { kind: 'lapsed', reason: 'not_after' }, lane: { kind: 'none' } });
    expect(late.sent()).toBe(0);
  });

  it.each([1e9 * 1_000, Number.POSITIVE_INFINITY])(
    'waits for an hour at most, whatever the platform asks for: %d',
    async (retryAfterMs) => {
      const error = new DeliveryError('retry', 'ratelimited', { retryAfterMs });
      const { event, lane } = await attemptSend(notification, VIEW, ports(error));
      const until = new Date('2026-11-17T15:30:00Z');
      expect([event, lane]).toEqual([
        { kind: 'postponed', until, reason: 'ratelimited' },
        { kind: 'slow-down', ms: 3_600_000 },
      ]);
    },
  );

  it('waits for as long as the platform says, and tells the lane', async () => {
    const error = new DeliveryError('retry', 'ratelimited', { retryAfterMs: 7_000 });
    expect(await attemptSend(notification, VIEW, ports(error))).toEqual({
      event: { kind: 'postponed', until: new Date(NOW.getTime() + 7_000), reason: 'ratelimited' },
      unreachable: false,
      lane: { kind: 'slow-down', ms: 7_000 },
    });
  });

  it('backs off by itself when the platform names no time', async () => {
    const { event, lane } = await attemptSend(notification, VIEW, ports(new DeliveryError('retry', 'http_500')));
    expect(event).toEqual({ kind: 'postponed', until: new Date(NOW.getTime() + 1_000), reason: 'http_500' });
    expect(lane).toEqual({ kind: 'fails' });
  });

  it.each([
    ['a cut connection', new DeliveryError('retry', 'timeout', { inDoubt: true }), 'timeout'],
    ['an error that nobody foresaw', new TypeError('x is not a function'), 'unexpected'],
  ])('loses track of the message after %s', async (_what, error, reason) => {
    const { event } = await attemptSend(notification, VIEW, ports(error));
    expect(event).toEqual({ kind: 'lost-sight', reason });
  });

  it.each([
    ['unreachable', true],
    ['rejected', false],
  ] as const)('gives up when it is %s', async (fault, unreachable) => {
    const attempt = await attemptSend(notification, VIEW, ports(new DeliveryError(fault, 'code')));
    expect(attempt).toEqual({ event: { kind: 'refused', reason: 'code' }, unreachable, lane: { kind: 'works' } });
  });

  it('keeps the message for much later when the workspace bars us, and does not mark the person', async () => {
    const attempt = await attemptSend(notification, VIEW, ports(new DeliveryError('barred', 'BotDisabledByAdmin')));
    expect(attempt).toEqual({
      event: { kind: 'postponed', until: new Date(NOW.getTime() + 450_000), reason: 'BotDisabledByAdmin' },
      unreachable: false,
      lane: { kind: 'barred', reason: 'BotDisabledByAdmin' },
    });
  });

  it('keeps the message when the workspace must be reconnected', async () => {
    const attempt = await attemptSend(notification, VIEW, ports(new DeliveryError('reconnect', 'token_revoked')));
    expect(attempt.event).toMatchObject({ kind: 'postponed', reason: 'token_revoked' });
    expect(attempt.lane).toEqual({ kind: 'reconnect' });
  });
});

describe('composing', () => {
  async function afterComposing(composers: Parameters<typeof compose>[0], changed = notification) {
    const platform = ports('D1:1.2');
    const attempt = await attemptSend(changed, await compose(composers, changed, NOW), platform);
    return { event: attempt.event, sent: platform.sent() };
  }

  it('makes the view in the language of the recipient', async () => {
    const seen: unknown[] = [];
    const composer = async (...given: unknown[]) => {
      seen.push(given);
      return { summary: '', blocks: [] };
    };
    expect((await afterComposing({ 'check-in': composer })).sent).toBe(1);
    expect(seen).toEqual([['1', NOW, 'nl']]);
  });

  it('sends nothing when there is nothing to say any more', async () => {
    const { event, sent } = await afterComposing({ 'check-in': async () => null });
    expect({ event, sent }).toEqual({ event: { kind: 'lapsed', reason: 'obsolete' }, sent: 0 });
  });

  it('tries again later when composing fails', async () => {
    const failing = async () => {
      throw new Error('the database is away');
    };
    const { event, sent } = await afterComposing({ 'check-in': failing });
    expect({ event, sent }).toMatchObject({ event: { kind: 'postponed', reason: 'compose_failed' }, sent: 0 });
  });

  it.each(['week', 'constructor'])(
    'leaves a kind that nobody composes here (%s) to a worker that does',
    async (kind) => {
      const { event, sent } = await afterComposing({}, { ...notification, kind });
      expect({ event, sent }).toMatchObject({ event: { kind: 'postponed', reason: 'unknown_kind' }, sent: 0 });
    },
  );

  it('refuses a recipient who cannot be reached', async () => {
    const { event, sent } = await afterComposing({}, { ...notification, to: null });
    expect({ event, sent }).toEqual({ event: { kind: 'refused', reason: 'unreachable' }, sent: 0 });
  });
});
