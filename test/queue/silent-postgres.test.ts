import { expect, it } from '@jest/globals';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { createEmptyDatabase } from '../database.ts';
import { openSilentWay } from '../fakes/silent-way.ts';
import { until } from '../fakes/until.ts';

it('a queue whose connections are let in and hear nothing makes others', async () => {
  const test = await createEmptyDatabase();
  const url = new URL(test.url);
  const way = await openSilentWay(Number(url.port));
  url.hostname = '127.0.0.1';
  url.port = String(way.port);
  way.answer(false);
  const backend = openQueueBackend({ kind: 'postgres', url: url.href }, () => undefined);
  const answers = () =>
    backend.ping().then(
      () => true,
      () => false,
    );
  expect(await answers()).toBe(false);
  way.answer(true);
  await until(answers);
  await backend.close();
  way.close();
  await test.drop();
});
