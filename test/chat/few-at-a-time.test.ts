import { expect, it } from '@jest/globals';
import type { ChatEvent, Reply } from '../../src/chat/event.ts';
import { fewAtATime } from '../../src/chat/few-at-a-time.ts';

const opens = (user: string, workspace = 'T1'): ChatEvent => {
  return { id: 'e', from: { platform: 'slack', workspace, user }, kind: 'home-opened' };
};

it('handles this many events of one person at the same time, and does not slow down anybody else', async () => {
  const waiting: { end: (reply: Reply) => void; fail: (error: Error) => void }[] = [];
  const receive = fewAtATime(() => new Promise((end, fail) => void waiting.push({ end, fail })), 2);
  const refusal = { code: 'UNAVAILABLE', message: 'More comes from one person than can be handled at once.' };
  const first = receive(opens('U1'));
  const second = receive(opens('U1'));
  await expect(receive(opens('U1'))).rejects.toMatchObject(refusal);
  void receive(opens('U2'));
  void receive(opens('U1', 'T2'));
  expect(waiting).toHaveLength(4);
  // Whatever its result, there is room for another event.
  waiting[0]?.end({ kind: 'none' });
  expect(await first).toEqual({ kind: 'none' });
  void receive(opens('U1'));
  await expect(receive(opens('U1'))).rejects.toMatchObject(refusal);
  waiting[1]?.fail(new Error('the database is away'));
  await expect(second).rejects.toThrow('the database is away');
  void receive(opens('U1'));
  expect(waiting).toHaveLength(6);
});
