import { DeliveryError } from '../../src/chat/platform.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { type Answer, describeChatPlatform, type PlatformUnderTest } from '../fakes/chat-platform-contract.ts';

const ERRORS = {
  'slow-down': () => new DeliveryError('retry', 'ratelimited', { retryAfterMs: 2_000 }),
  'server-error': () => new DeliveryError('retry', 'http_500'),
  'recipient-gone': () => new DeliveryError('unreachable', 'account_inactive'),
  'credentials-refused': () => new DeliveryError('reconnect', 'token_revoked'),
  'message-refused': () => new DeliveryError('rejected', 'invalid_blocks'),
} satisfies Record<Exclude<Answer, 'accept-and-cut'>, () => DeliveryError>;

function open(name: 'slack' | 'teams'): PlatformUnderTest {
  const platform = fakeChatPlatform(name);
  let next: Answer | null = null;
  platform.onSend(() => {
    const answer = next;
    next = null;
    if (answer === null) return null;
    if (answer === 'accept-and-cut') return { kind: 'accept-and-cut' };
    return { kind: 'refuse', error: ERRORS[answer]() };
  });
  return {
    platform,
    person: { kind: 'person', workspace: 'T1', user: 'U1', conversation: null },
    readsBack: name === 'slack',
    answerNext(answer) {
      next = answer;
    },
    accepted: () => platform.delivered.length,
    edited: () => platform.edits(),
    requests: platform.attempts,
    close: async () => undefined,
  };
}

describeChatPlatform('the fake Slack', async () => open('slack'));
describeChatPlatform('the fake Teams', async () => open('teams'));
