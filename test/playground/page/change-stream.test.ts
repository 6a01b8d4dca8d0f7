import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import express from 'express';
import { coalesce } from '../../../playground/page/browser/coalesce.ts';
import { keepUnchanged } from '../../../playground/page/browser/keep-unchanged.ts';
import { createChangeStream } from '../../../playground/page/change-stream.ts';
import type { PageState } from '../../../playground/page/page-state.ts';
import { listen, stopListening } from '../../listen.ts';
import { waitUntil } from '../../wait-until.ts';

it('an open page gets one event for a burst of changes, and another for the next; fewer while the clock moves', async () => {
  const waiting: (() => void)[] = [];
  const waits: number[] = [];
  let moving = false;
  const changes = createChangeStream(
    () => moving,
    (work, ms) => {
      waiting.push(work);
      waits.push(ms);
    },
  );
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
    await waitUntil(() => times() === burst);
    moving = true;
  }
  const [still = 0, onTheMove = 0] = waits;
  expect(onTheMove).toBeGreaterThan(5 * still);

  leave.abort();
  await expect(reading).rejects.toThrow();
  await stopListening(server);
});

it('a page that gets events while it loads the state loads it once more, and never twice at the same time', async () => {
  const under: (() => void)[] = [];
  let asked = 0;
  const ask = coalesce(() => {
    asked += 1;
    return new Promise((resolve) => under.push(resolve));
  });
  const all = Array.from({ length: 10 }, ask);
  expect([asked, under.length]).toEqual([1, 1]);
  under.pop()?.();
  await waitUntil(() => under.length === 1);
  expect(asked).toBe(2);
  under.pop()?.();
  await Promise.all(all);
  expect(asked).toBe(2);
  const again = ask();
  expect(asked).toBe(3);
  under.pop()?.();
  await again;
});

it('parts that did not change in a newer state stay the same objects, and are not drawn again', () => {
  const stateAt = (now: string, names: readonly string[]): PageState => ({
    now,
    moving: null,
    words: [{ nl: 'hulp', en: 'help', for: 'everybody' }],
    slack: { people: [], shown: null },
    teams: { people: names.map((name) => ({ workspace: 'T', user: name, name, role: 'teacher' })), shown: null },
    channels: [],
  });
  const before = stateAt('2026-11-17T14:30:00.000Z', ['Bram']);
  expect(keepUnchanged(null, before)).toBe(before);
  const newer = stateAt('2026-11-17T14:31:00.000Z', ['Bram', 'Floor']);
  const kept = keepUnchanged(before, newer);
  expect(kept).toEqual(newer);
  for (const part of ['words', 'slack', 'channels'] as const) expect(kept[part]).toBe(before[part]);
});
