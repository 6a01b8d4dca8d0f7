import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Recipient } from '../../src/chat/address.ts';
import { type ChatPlatform, DeliveryError } from '../../src/chat/platform.ts';
import type { View } from '../../src/chat/view.ts';

/** How the platform behind the adapter is to answer the next send. */
export type Answer =
  /** 429 with Retry-After: 2 */
  | 'slow-down'
  /** 500 */
  | 'server-error'
  | 'recipient-gone'
  | 'credentials-refused'
  /** It says that the message is wrong. */
  | 'message-refused'
  /** It takes the message, and the connection ends without an answer. */
  | 'accept-and-cut';

/** A platform's adapter in front of something that can be told what to answer. */
export interface PlatformUnderTest {
  readonly platform: ChatPlatform;
  readonly person: Recipient;
  /** False where nothing can be read back. */
  readonly readsBack: boolean;
  /** Applies to the next send only. */
  answerNext(answer: Answer): void;
  /** Messages that the platform took, all in all. */
  accepted(): number;
  /** Send requests that reached the platform, all in all. */
  requests(): number;
  close(): Promise<void>;
}

const VIEW: View = { summary: 'Hoe gaat het?', blocks: [{ kind: 'text', text: 'Hoe gaat het?' }] };

/** What every ChatPlatform must do, the fake one included. */
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

    it('finds what it sent by its key, or says that it cannot tell', async () => {
      const key = nextKey();
      const sent = await under.platform.send({ key, to: under.person, view: VIEW });
      const found = await under.platform.findSent(under.person, key, longAgo());
      expect(found).toEqual(under.readsBack ? sent : 'cannot-tell');
    });

    it('does not find what was never sent', async () => {
      const found = await under.platform.findSent(under.person, nextKey(), longAgo());
      expect(found).toBe(under.readsBack ? 'not-found' : 'cannot-tell');
    });

    it.each([
      ['slow-down', 'retry', 2_000],
      ['server-error', 'retry', null],
      ['recipient-gone', 'unreachable', null],
      ['credentials-refused', 'reconnect', null],
      ['message-refused', 'rejected', null],
    ] as const)('tells %s as %s, after one request', async (answer, fault, retryAfterMs) => {
      under.answerNext(answer);
      const [accepted, requests] = [under.accepted(), under.requests()];
      const error = await failure(nextKey());
      expect({ fault: error.fault, retryAfterMs: error.retryAfterMs }).toEqual({ fault, retryAfterMs });
      expect(under.accepted()).toBe(accepted);
      expect(under.requests()).toBe(requests + 1);
    });

    it('does not doubt a message that the platform asked to send later', async () => {
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

    it('puts no text into its errors', async () => {
      under.answerNext('message-refused');
      expect((await failure(nextKey())).message).toMatch(/^[\w.:-]+$/);
    });
  });
}
