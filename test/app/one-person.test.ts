import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FEATURES } from '../../src/app/features.ts';
import type { ChatEvent, Reply } from '../../src/chat/event.ts';
import type { Feature } from '../../src/feature.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type Rig, startRig } from '../web/web-rig.ts';

/* One person sends more than anybody can by hand, and every event takes long. */

let test: TestDatabase;
let rig: Rig;
let end: (reply: Reply) => void;

beforeEach(async () => {
  test = await createTestDatabase();
  const ended = new Promise<Reply>((resolve) => {
    end = resolve;
  });
  const slow: Feature = {
    name: 'slow',
    make: () => ({ idempotentTaps: { 'slow.tap': () => ended }, commands: { slow: () => ended } }),
    words: [{ command: 'slow', ways: ['zeer traag'] }],
  };
  rig = await startRig({ DATABASE_URL: test.url }, { features: [...FEATURES, slow] });
});
afterEach(async () => {
  await rig.stop();
  await test.drop();
});

const from = (user: string) => ({ platform: 'slack', workspace: 'T1', user }) as const;
const taps = (user: string, index: number): ChatEvent => {
  return { id: `${user}-tap-${index}`, from: from(user), kind: 'tap', action: 'slow.tap', data: {} };
};
const types = (user: string, index: number): ChatEvent => {
  return { id: `${user}-${index}`, from: from(user), kind: 'command', words: 'zeer traag', conversation: null };
};

it.each([
  ['taps', taps, 20],
  ['typed words', types, 5],
] as const)('has only some of their %s handled at a time, so that nobody else has to wait', async (_, act, most) => {
  const sent = Array.from({ length: most + 3 }, (_each, index) => rig.running.features.receive(act('U1', index)));
  const outcomes = Promise.allSettled(sent);
  const refused = await Promise.allSettled(sent.slice(most));
  expect(refused).toEqual(
    Array(3).fill({ status: 'rejected', reason: expect.objectContaining({ code: 'UNAVAILABLE' }) }),
  );
  const other = rig.running.features.receive(act('U2', 0));
  end({ kind: 'none' });
  expect(await other).toEqual({ kind: 'none' });
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(most);
  // There is room again.
  expect(await rig.running.features.receive(act('U1', most + 3))).toEqual({ kind: 'none' });
});
