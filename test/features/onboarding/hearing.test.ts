import { describe, expect, it } from '@jest/globals';
import type { ChatUser } from '../../../src/chat/address.ts';
import { createHearing } from '../../../src/features/onboarding/hearing.ts';
import { waitUntil } from '../../wait-until.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const anna: ChatUser = { platform: 'slack', workspace: 'T1', user: 'U1' };
const bram: ChatUser = { platform: 'teams', workspace: 'T1', user: 'U1' };

function rig(failures = 0, lingerMs = 5) {
  const batches: ChatUser[][] = [];
  const told: unknown[] = [];
  const failed: unknown[] = [];
  let left = failures;
  const hearing = createHearing({
    store: {
      reconnect: async (heard) => {
        left -= 1;
        if (left >= 0) throw new Error('the database is away');
        batches.push(heard.map(({ user }) => user));
        told.push(...heard.map(({ conversation }) => conversation));
      },
    },
    now: () => NOW,
    onFailure: (error) => failed.push(error),
    lingerMs,
  });
  return { hearing, batches, failed, told };
}

describe('noting that people were active', () => {
  it('collects them, each once, and asks the store once for all', async () => {
    const { hearing, batches } = rig();
    for (const user of [anna, bram, anna]) hearing.hear(user);
    expect(batches).toEqual([]);
    await waitUntil(() => batches.length > 0);
    await hearing.settled();
    expect(batches).toEqual([[anna, bram]]);
  });

  it('asks nothing when nobody was active', async () => {
    const { hearing, batches } = rig();
    await hearing.settled();
    expect(batches).toEqual([]);
  });

  it('retries people together with the next ones when the database was away', async () => {
    const { hearing, batches, failed } = rig(1, 60_000);
    hearing.hear(anna);
    await hearing.settled();
    expect(failed).toHaveLength(1);
    hearing.hear(bram);
    await hearing.settled();
    expect(batches).toEqual([[anna, bram]]);
  });

  it('keeps the address of somebody whose next tap comes from a channel', async () => {
    const { hearing, told } = rig(0, 60_000);
    const [first, second] = [{ conversationId: 'a:1' }, { conversationId: 'a:2' }];
    hearing.hear(bram, first);
    hearing.hear(bram, second);
    hearing.hear(bram);
    hearing.hear(anna);
    await hearing.settled();
    expect(told).toEqual([second, undefined]);
  });

  it('keeps it also when the database was away in between', async () => {
    const { hearing, told } = rig(1, 60_000);
    hearing.hear(bram, { conversationId: 'a:1' });
    await hearing.settled();
    hearing.hear(bram);
    await hearing.settled();
    expect(told).toEqual([{ conversationId: 'a:1' }]);
  });
});
