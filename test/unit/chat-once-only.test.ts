import { describe, expect, it } from '@jest/globals';
import type { ChatEvent, Reply } from '../../src/chat/event.ts';
import { onceOnly } from '../../src/chat/router.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const stop: ChatEvent = {
  id: 'e1',
  from: { platform: 'slack', workspace: 'T1', user: 'U1' },
  kind: 'command',
  words: 'stop',
  conversation: null,
};
const done: Reply = { kind: 'say', view: { summary: 'Gestopt', blocks: [] } };

function deliveries(work: () => Promise<Reply>) {
  const seen = new Set<string>();
  const state = { rememberFails: false };
  const receive = onceOnly(
    work,
    {
      has: async (platform, id) => seen.has(platform + id),
      remember: async (platform, id) => {
        if (state.rememberFails) throw new Error('the database is away');
        seen.add(platform + id);
      },
    },
    () => NOW,
  );
  return { receive, state };
}

describe('a delivery that comes again', () => {
  it('is answered once when it was done', async () => {
    let times = 0;
    const { receive } = deliveries(async () => {
      times += 1;
      return done;
    });
    expect(await receive(stop)).toBe(done);
    expect(await receive(stop)).toEqual({ kind: 'none' });
    expect(times).toBe(1);
  });

  it('is done then when the first time failed', async () => {
    let fails = true;
    const { receive } = deliveries(async () => {
      if (fails) throw new Error('cut');
      return done;
    });
    await expect(receive(stop)).rejects.toThrow('cut');
    fails = false;
    expect(await receive(stop)).toBe(done);
  });

  it('fails with the first when that is still going on, so that the platform tries once more', async () => {
    let fail = () => undefined as undefined;
    const { receive } = deliveries(
      () =>
        new Promise((_, reject) => {
          fail = () => {
            reject(new Error('cut'));
            return undefined;
          };
        }),
    );
    const both = Promise.allSettled([receive(stop), receive(stop)]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    fail();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('does not undo what was done when it cannot be remembered', async () => {
    const { receive, state } = deliveries(async () => done);
    state.rememberFails = true;
    expect(await receive(stop)).toBe(done);
    expect(await receive(stop)).toBe(done);
  });
});
