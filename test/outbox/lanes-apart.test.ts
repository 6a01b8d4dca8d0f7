import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { waitUntil } from '../wait-until.ts';
import { openDelivery } from './delivery-rig.ts';
import { createWorkspace, fillOutbox, notificationsFor, statesOf } from './fill-outbox.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(() => test.empty());
afterAll(() => test.drop());

const JOB_CONTEXT = { signal: new AbortController().signal, rest: () => undefined };
const away = () => Promise.reject(new Error('away'));

it('without a queue, finishes what is under way in other lanes when one of them fails', async () => {
  const lanes = createLaneStore(test.database.prisma);
  const slack = await createWorkspace(test.database, 'slack', 'T1', 1);
  const teams = await createWorkspace(test.database, 'teams', 'tenant-1', 1);
  await fillOutbox(test.database, [...notificationsFor(slack, 's'), ...notificationsFor(teams, 't')]);
  const platform = fakeChatPlatform('teams');
  let answer: (value: unknown) => void = () => undefined;
  const answered = new Promise((resolve) => {
    answer = resolve;
  });
  platform.onSend(() => ({ kind: 'accept-late', until: answered }));
  const { jobs } = openDelivery(
    test.database,
    { slack: fakeChatPlatform('slack'), teams: platform },
    {
      producer: { enqueue: away, enqueueAll: away },
      lanes: { ...lanes, acquire: (lane, ...rest) => (lane === slack.lane ? away() : lanes.acquire(lane, ...rest)) },
    },
  );
  const sweep = jobs.find(({ definition }) => definition.name === 'enqueue-due');
  let isOver = false;
  const swept = sweep?.run({}, JOB_CONTEXT).catch(() => {
    isOver = true;
  });
  await waitUntil(() => platform.attempts() === 1);
  expect(isOver).toBe(false);
  answer(null);
  await swept;
  expect(isOver).toBe(true);
  expect(await statesOf(test.database, teams.lane)).toEqual({ sent: 1 });
});

it('without a queue, drains the lanes of its own platforms, however many of another platform come first', async () => {
  for (let count = 0; count < 50; count += 1) {
    await fillOutbox(
      test.database,
      notificationsFor(await createWorkspace(test.database, 'slack', `T${count}`, 1), `s${count}`),
    );
  }
  const teams = await createWorkspace(test.database, 'teams', 'tenant-1', 1);
  await fillOutbox(test.database, notificationsFor(teams, 't'));
  const producer = { enqueue: away, enqueueAll: away };
  const { jobs } = openDelivery(test.database, { teams: fakeChatPlatform('teams') }, { producer });
  const sweep = jobs.find(({ definition }) => definition.name === 'enqueue-due');
  await expect(sweep?.run({}, JOB_CONTEXT)).rejects.toThrow('away');
  expect(await statesOf(test.database, teams.lane)).toEqual({ sent: 1 });
});
