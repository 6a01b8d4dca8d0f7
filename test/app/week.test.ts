import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { type Demo, startDemo } from '../../playground/demo.ts';
import { PEOPLE } from '../../playground/partnership.ts';
import { type PlayedWeek, playWeek } from '../../playground/play-week.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { makeUsedDataFolder } from '../data-folder.ts';
import { listen, stopListening } from '../listen.ts';
import { waitUntil } from '../wait-until.ts';
import { findInDatabase } from './traces.ts';

const PASSWORD = 'een-lang-wachtwoord';
const WRITTEN = 'Ik heb het zwaar met Tim';

let demo: Demo;
let played: PlayedWeek;
let logged = '';
let spans = '';
const dataDir = makeUsedDataFolder('week');
const collector = createServer(
  express().post('/v1/traces', express.text({ type: () => true, limit: '10mb' }), (request, response) => {
    spans += String(request.body);
    response.json({});
  }),
);

/** A whole week with all reporting switched on, some failures, and people who write about how they feel. */
beforeAll(async () => {
  const config = readConfig({
    PORT: '0',
    METRICS_PORT: '0',
    POLSSLAG_DATA_DIR: dataDir,
    POLSSLAG_BOARD_PASSWORD: PASSWORD,
    OTEL_EXPORTER_OTLP_ENDPOINT: await listen(collector),
  });
  const log = createLog('debug', {
    write: (line) => {
      logged += line;
    },
  });
  demo = await startDemo({ config, log, now: new Date('2026-11-24T12:00:00Z'), seed: 7, pastWeeks: 0 });
  const { slack, teams } = demo.simulators;
  slack.fail('chat.postMessage', { status: 429, retryAfterS: 1, times: 1 });
  teams.fail('send', { dropAfterAccept: true, times: 1 });
  slack.fail('chat.update', { status: 500, times: 2 });
  slack.fail('views.open', { error: 'expired_trigger_id', times: 2 });
  played = await playWeek(demo);
  for (const { workspace, user, platform } of demo.teachers.slice(0, 6)) {
    if (platform === 'teams') await teams.typeMessage({ tenant: workspace, user }, WRITTEN);
  }
  await knockAtTheDoor();
});

afterAll(async () => {
  await demo?.stop();
  await stopListening(collector);
  rmSync(dataDir, { recursive: true, force: true });
});

/** Requests that are refused or unreadable. The log may mention them, but not their content. */
async function knockAtTheDoor(): Promise<void> {
  const bodies = [JSON.stringify({ text: WRITTEN, from: { name: WRITTEN } }), `{"text":"${WRITTEN}`];
  for (const route of ['/slack/events', '/api/messages', '/elders']) {
    for (const body of bodies) {
      await fetch(demo.url + route, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    }
  }
}

/** Everything that must stay between a teacher and the product. */
function secrets(): string[] {
  const { connections } = demo.simulators;
  const instrument = demo.running.foundation.instruments.first;
  return [
    ...PEOPLE.flatMap(({ name, user }) => [name, user]),
    ...instrument.items.map(({ text }) => text),
    ...instrument.answers.map(({ label }) => label),
    connections.slack?.signingSecret ?? '?',
    connections.teams?.appPassword ?? '?',
    'xoxb-',
    'Bearer ',
    WRITTEN,
    'zwaar met',
    PASSWORD,
  ];
}

const foundIn = (text: string) => secrets().filter((secret) => text.includes(secret));

const withPassword = { authorization: `Basic ${Buffer.from(`polsslag:${PASSWORD}`).toString('base64')}` };

describe('after a whole week', () => {
  it('contact hours were booked and moved, everybody was told about the ill day, and the agenda of both supervisors is full', () => {
    const { contactHour, posts } = played;
    expect(contactHour).toMatchObject({ offered: 6, booked: 6, moved: 1, agenda: { slack: 4, teams: 2 } });
    expect(contactHour.waiting).toBeGreaterThan(0);
    expect(contactHour.ill).toEqual({ ended: 2, told: 2, offered: 2, accepted: 2 });
    for (const texts of [posts.slack, posts.teams]) {
      // The slots of the ill day are not offered any more; the extra hour is.
      expect(texts.join()).toContain('Contactuurtjes: 6 momenten aangeboden, 6 gekozen.');
    }
  });

  it('help was requested, taken, logged, asked about and published, on both platforms', () => {
    const { interventions, helpRequests, resources, posts } = played;
    expect(interventions).toEqual({ logged: 6, asked: 6, answered: 5, published: 1 });
    expect(helpRequests).toMatchObject({ written: 6, taken: 6, medianDays: 2 });
    // At least the supervisor who took each request, and its teacher on the day.
    expect(helpRequests.redrawn).toBeGreaterThanOrEqual(12);
    expect(resources).toMatchObject({ teachers: 4, answered: 16 });
    for (const texts of [posts.slack, posts.teams]) {
      expect(texts.join()).toContain('Wat hulp deed voor leerkrachten, oktober 2026');
    }
  });

  it('teachers were invited on both platforms to evaluate the team, most did, and the result is published', () => {
    const { invited, issued, received, published } = played.evaluation;
    expect(invited).toBeGreaterThan(20);
    expect(issued).toBeGreaterThan(15);
    expect({ issued, published }).toEqual({ issued: received, published: 1 });
    const { slack, teams } = demo.simulators;
    for (const world of [slack.state(), teams.state()]) expect(JSON.stringify(world)).toContain('/evaluation/');
  });

  it('neither the queue nor the log shows who was invited to an evaluation, or that there was one', async () => {
    const { database } = demo.running.foundation;
    const tickets = await database.prisma.evaluationTicket.findMany({ select: { personId: true, campaignId: true } });
    expect(tickets.length).toBeGreaterThan(20);
    const ids = tickets.flatMap(({ personId, campaignId }) => [personId, campaignId]);
    const found = await findInDatabase(database, ids);
    expect(found.filter((place) => place.includes('EvaluationTicket'))).not.toEqual([]);
    expect(found.filter((place) => place.startsWith('bullmq.'))).toEqual([]);
    expect(ids.filter((id) => logged.includes(id))).toEqual([]);
  });

  it('the month is also a picture, for people who have its address', async () => {
    const [address] =
      /http:[^"]+\/effects\/2026-10\/nl\/[^"]+\.png/.exec(JSON.stringify(demo.simulators.slack.state())) ?? [];
    const picture = await fetch(address ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await fetch((address ?? '').replace('2026-10', '2026-09'))).status).toBe(404);
    expect(demo.simulators.teams.brokenPictures).toEqual([]);
  });

  it('the log reports what happened, and names nobody', () => {
    expect(logged).toContain('"outcome":"sent"');
    expect(logged).toContain('"outcome":"postponed"');
    expect(logged).toContain('no_good_token');
    expect(foundIn(logged)).toEqual([]);
    for (const line of logged.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
  });

  it('the metrics count what happened, and identify nobody', async () => {
    const response = await fetch(`${demo.running.metricsUrl}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    const text = await response.text();
    expect(valueIn(text, 'polsslag_sends_total{platform="slack",outcome="sent"}')).toBeGreaterThanOrEqual(13);
    expect(valueIn(text, 'polsslag_sends_total{platform="teams",outcome="sent"}')).toBeGreaterThanOrEqual(12);
    expect(valueIn(text, 'polsslag_send_lag_seconds_count{platform="slack"}')).toBeGreaterThanOrEqual(13);
    // The test caused one of each. Others come from a reply and a message to one person within a second, and from
    // answers that a busy machine did not give in time.
    const count = (what: RegExp) => logged.split('\n').filter((line) => what.test(line)).length;
    const slowDowns = count(/"kind":"slow-down".*"lane":"slack:/);
    expect(slowDowns).toBeGreaterThanOrEqual(1);
    expect(valueIn(text, 'polsslag_slow_downs_total{platform="slack"}')).toBe(slowDowns);
    const inDoubt = count(/"kind":"read-back".*"lane":"teams:.*"found":"cannot-tell"/);
    expect(inDoubt).toBeGreaterThanOrEqual(1);
    expect(valueIn(text, 'polsslag_in_doubt_total{platform="teams"}')).toBe(inDoubt);
    for (const platform of ['slack', 'teams']) {
      expect(
        valueIn(text, `polsslag_acknowledgement_seconds_count{platform="${platform}",status="2xx"}`),
      ).toBeGreaterThan(20);
      expect(valueIn(text, `polsslag_acknowledgement_seconds_count{platform="${platform}",status="4xx"}`)).toBe(2);
    }
    expect(text).toContain('polsslag_outbox_readable 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect(foundIn(text)).toEqual([]);
  });

  it('the metrics are not on the port of the platforms', async () => {
    expect((await fetch(`${demo.url}/metrics`)).status).toBe(404);
  });

  it('the collector has spans of the jobs, without the subjects of the jobs', async () => {
    await waitUntil(() => spans.includes('process delivery') && spans.includes('deliver-lane'));
    const { traceId } = /"traceId":"(?<traceId>[0-9a-f]{32})"/.exec(spans)?.groups ?? {};
    expect(traceId).toBeDefined();
    expect(spans).toContain('"stringValue":"polsslag"');
    expect(foundIn(spans)).toEqual([]);
    for (const ofThisMachine of ['host.name', 'process.command', 'process.owner', dataDir]) {
      expect(spans).not.toContain(ofThisMachine);
    }
  });

  it('the board shows queues that hold ids only', async () => {
    const { queue } = demo.running.foundation;
    await queue.queue('delivery').add('deliver-lane', { lane: 'slack:T0DELINDE' }, { delay: 600_000 });
    const pages = ['delivery', 'background'].map((name) => `api/queues?activeQueue=${name}&page=1&jobsPerPage=50`);
    for (const page of [...pages, 'dead-letters']) {
      const response = await fetch(`${demo.url}/board/${page}`, { headers: withPassword });
      const text = await response.text();
      expect([response.status, foundIn(text)]).toEqual([200, []]);
    }
  });
});

function valueIn(metrics: string, series: string): number {
  const line = metrics.split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? Number.NaN);
}
