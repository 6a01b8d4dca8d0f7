import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import express from 'express';
import { createChanges } from '../../../playground/page/changes.ts';
import { until } from '../../fakes/until.ts';
import { listen, stop } from '../../platforms/teams/channel.ts';

it('an open page is told once of a burst of changes, and again of the next one', async () => {
  const waiting: (() => void)[] = [];
  const changes = createChanges((work) => void waiting.push(work));
  const app = express();
  app.get('/changes', changes.follow);
  const server = createServer(app);
  const url = await listen(server);

  changes.changed();
  expect(waiting).toHaveLength(0);

  const leave = new AbortController();
  const response = await fetch(`${url}/changes`, { signal: leave.signal });
  let told = '';
  const reading = (async () => {
    for await (const piece of response.body ?? []) told += new TextDecoder().decode(piece);
  })();
  const times = () => told.split('event: change').length - 1;
  for (const burst of [1, 2]) {
    for (let change = 0; change < 50; change += 1) changes.changed();
    expect(waiting).toHaveLength(1);
    waiting.pop()?.();
    await until(() => times() === burst);
  }

  leave.abort();
  await expect(reading).rejects.toThrow();
  await stop(server);
});
