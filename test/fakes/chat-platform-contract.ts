import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Recipient } from '../../src/chat/address.ts';
import { type ChatPlatform, DeliveryError, KEPT_BACK } from '../../src/chat/platform.ts';
import type { View } from '../../src/chat/view.ts';

/** How the platform behind the adapter should answer. */
export type Answer =
  /** 429 with Retry-After: 2. */
  | 'slow-down'
  /** 500. */
  | 'server-error'
  | 'recipient-gone'
  | 'credentials-refused'
  /** The platform reports that the message is invalid. */
  | 'message-refused'
  /** The platform accepts the message, and the connection ends without an answer. */
  | 'accept-and-cut';

/** A platform's adapter in front of a service whose answers a test can choose. */
export interface PlatformUnderTest {
  readonly platform: ChatPlatform;
  readonly person: Recipient;
  /** False when sent messages cannot be read back. */
  readonly readsBack: boolean;
  /** Applies only to the next send, or to the next edit. */
  answerNext(answer: Answer, to?: 'send' | 'edit'): void;
  /** The total number of messages that the platform accepted. */
  accepted(): number;
  /** The total number of edits that the platform accepted. */
  edited(): number;
  /** The total number of send and edit requests that reached the platform. */
  requests(): number;
  close(): Promise<void>;
}

const VIEW: View = { summary: 'Hoe gaat het?', blocks: [{ kind: 'text', text: 'Hoe gaat het?' }] };

/** Describes what every ChatPlatform must do, including the fake one. */
export function describeChatPlatform(name: string, open: () => Promise<PlatformUnderTest>): void {
  describe(`chat platform: ${name}`, () => {
    let under: PlatformUnderTest;
    let keys = 0;
    const longAgo = () => new Date(Date.now() - 3_600_000);
    const nextKey = () => {
      keys += 1;
      return `contract:${keys}`;
    };

    async function failure(key: string): Promise<DeliveryError> {
      const result = await under.platform.send({ key, to: under.person, view: VIEW }).catch((error: unknown) => error);
      if (result instanceof DeliveryError) return result;
      throw new Error('expected a DeliveryError');
    }

    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    it('sends a message once and gives its reference', async () => {
      const before = under.accepted();
      const sent = await under.platform.send({ key: nextKey(), to: under.person, view: VIEW });
      expect(sent.reference).not.toBe('');
      expect(under.accepted()).toBe(before + 1);
    });

    it('makes no request when the message may not be sent any more', async () => {
      const before = [under.accepted(), under.requests()];
      const sending = under.platform.send({ key: nextKey(), to: under.person, view: VIEW, mayGo: () => false });
      await expect(sending).rejects.toMatchObject({ fault: 'retry', message: KEPT_BACK, inDoubt: false });
      expect([under.accepted(), under.requests()]).toEqual(before);
    });

    it('finds a sent message by its key, or reports that it cannot tell', async () => {
      const key = nextKey();
      const sent = await under.platform.send({ key, to: under.person, view: VIEW });
      const found = await under.platform.findSent(under.person, key, longAgo());
      expect(found).toEqual(under.readsBack ? sent : 'cannot-tell');
    });

    it('does not find a message that was never sent', async () => {
      const found = await under.platform.findSent(under.person, nextKey(), longAgo());
      expect(found).toBe(under.readsBack ? 'not-found' : 'cannot-tell');
    });

    it.each([
      ['slow-down', 'retry', 2_000],
      ['server-error', 'retry', null],
      ['recipient-gone', 'unreachable', null],
      ['credentials-refused', 'reconnect', null],
      ['message-refused', 'rejected', null],
    ] as const)('reports %s as %s, after one request', async (answer, fault, retryAfterMs) => {
      under.answerNext(answer);
      const [accepted, requests] = [under.accepted(), under.requests()];
      const error = await failure(nextKey());
      expect({ fault: error.fault, retryAfterMs: error.retryAfterMs }).toEqual({ fault, retryAfterMs });
      expect(under.accepted()).toBe(accepted);
      expect(under.requests()).toBe(requests + 1);
    });

    it('is not in doubt about a message that the platform asked to send later', async () => {
      under.answerNext('slow-down');
      expect((await failure(nextKey())).inDoubt).toBe(false);
    });

    it('is in doubt when the connection is cut, sends no second time, and can find it again', async () => {
      const key = nextKey();
      under.answerNext('accept-and-cut');
      const accepted = under.accepted();
      const error = await failure(key);
      expect({ fault: error.fault, inDoubt: error.inDoubt }).toEqual({ fault: 'retry', inDoubt: true });
      expect(under.accepted()).toBe(accepted + 1);
      const found = await under.platform.findSent(under.person, key, longAgo());
      if (under.readsBack) expect(found).toHaveProperty('reference');
      else expect(found).toBe('cannot-tell');
    });

    describe('a message that is already in a chat', () => {
      const LATER: View = { summary: 'Bezet', blocks: [{ kind: 'text', text: 'Dit uur is bezet.' }] };
      const editing = async (answer: Answer | null) => {
        const key = nextKey();
        const { reference } = await under.platform.send({ key, to: under.person, view: VIEW });
        const [accepted, edited, requests] = [under.accepted(), under.edited(), under.requests()];
        if (answer !== null) under.answerNext(answer, 'edit');
        const failure = await under.platform
          .edit(under.person, reference, LATER)
          .then(() => null)
          .catch((error: unknown) => error);
        expect(under.accepted()).toBe(accepted);
        return { key, reference, failure, edited: under.edited() - edited, requests: under.requests() - requests };
      };

      it('is edited in one request, sent no second time, and found as before', async () => {
        const { key, reference, ...done } = await editing(null);
        expect(done).toEqual({ failure: null, edited: 1, requests: 1 });
        const found = await under.platform.findSent(under.person, key, longAgo());
        expect(found).toEqual(under.readsBack ? { reference } : 'cannot-tell');
      });

      it.each([
        ['slow-down', 'retry', 2_000, false, 0],
        ['server-error', 'retry', null, expect.any(Boolean), 0],
        ['recipient-gone', 'unreachable', null, false, 0],
        ['credentials-refused', 'reconnect', null, false, 0],
        ['message-refused', 'rejected', null, false, 0],
        ['accept-and-cut', 'retry', null, true, 1],
      ] as const)(
        'is not edited after %s, which is reported as %s',
        async (answer, fault, retryAfterMs, inDoubt, edited) => {
          const done = await editing(answer);
          expect(done).toMatchObject({ failure: { fault, retryAfterMs, inDoubt }, edited, requests: 1 });
          expect(done.failure).toBeInstanceOf(DeliveryError);
        },
      );

      it('cannot be edited when the platform does not know it', async () => {
        const failure = await under.platform.edit(under.person, '', LATER).catch((error: unknown) => error);
        expect(failure).toMatchObject({ fault: 'rejected' });
      });
    });

    it('puts no text into its errors', async () => {
      under.answerNext('message-refused');
      expect((await failure(nextKey())).message).toMatch(/^[\w.:-]+$/);
    });
  });
}
