import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAll } from '../../playground/actors.ts';
import { listen, stopListening } from '../listen.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';

/*
 * What a collector of traces receives from the whole product, in a week in which people answer and write, and a job
 * fails.
 */

const SECRET = 'Anna vertelt iets';

let collected = '';
const collector = createServer(async (request, response) => {
  collected += await text(request);
  response.setHeader('content-type', 'application/json').end('{}');
});

describe('the traces', () => {
  let test: TestDemo;
  let people: readonly { key: string; name: string; user: string }[];

  beforeAll(async () => {
    test = await startTestDemo(null, undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: await listen(collector) });
    const { demo } = test;
    const { database, queue } = demo.running.foundation;
    people = demo.teachers;
    await demo.toNextCheckIn();
    for (const teacher of demo.teachers.slice(0, 4)) await answerAll(demo.simulators, teacher, () => 4);
    const onSlack = demo.teachers.find(({ platform }) => platform === 'slack');
    await demo.simulators.slack.typeMessage({ team: onSlack?.workspace ?? '', user: onSlack?.user ?? '' }, SECRET);
    // The error of a job may quote anything; this one quotes its own data.
    const job = await queue.queue('delivery').add('deliver-lane', { [SECRET]: SECRET });
    await waitUntil(async () => (await queue.queue('delivery').getJob(job.id ?? ''))?.failedReason !== undefined);
    expect(await database.prisma.answer.count()).toBeGreaterThan(0);
    await test.close();
  });
  afterAll(() => stopListening(collector));

  it('include jobs, and the error code of a failed one', () => {
    expect(['deliver-lane', 'ZodError'].filter((word) => !collected.includes(word))).toEqual([]);
  });

  it('hold no name, no text, no answer, and nobody’s identity', () => {
    expect(people.length).toBeGreaterThan(4);
    const words = people.flatMap(({ key, name, user }) => [key, name, user]);
    expect([SECRET, ...words].filter((word) => collected.includes(word))).toEqual([]);
  });
});
