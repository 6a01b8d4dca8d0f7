import { expect, it } from '@jest/globals';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { createEmptyDatabase } from '../database.ts';
import { openStallingProxy } from '../fakes/stalling-proxy.ts';
import { waitUntil } from '../wait-until.ts';

it('a queue whose connections are let in and hear nothing makes others', async () => {
  const test = await createEmptyDatabase();
  const url = new URL(test.url);
  const proxy = await openStallingProxy(Number(url.port));
  url.hostname = '127.0.0.1';
  url.port = String(proxy.port);
  proxy.answer(false);
  const backend = openQueueBackend({ kind: 'postgres', url: url.href }, () => undefined);
  const answers = () =>
    backend.ping().then(
      () => true,
      () => false,
    );
  expect(await answers()).toBe(false);
  proxy.answer(true);
  await waitUntil(answers);
  await backend.close();
  proxy.close();
  await test.drop();
});
