import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { drawSvg } from '../../../src/chart/draw-chart.ts';
import { lineInWords } from '../../../src/features/own-line/line-in-words.ts';
import { describeOwnLine, ownChart, scoredWeeks } from '../../../src/features/own-line/own-chart.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { ownScores } from '../../../src/measurement/own-line.ts';
import { SCALES } from '../../../src/measurement/scale.ts';
import { type OpenFeatures, openFeatures } from '../../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../../fixtures/partnership.ts';
import { listen, stopListening } from '../../listen.ts';

const { first } = await readInstruments([]);

/** One answer on each scale in each of these weeks, so that there is a line from the third on. */
function answersIn(weeks: readonly string[], value: number) {
  return weeks.flatMap((week, index) =>
    SCALES.map((scale) => {
      const items = first.items.filter((item) => item.scale === scale);
      const answeredAt = new Date(Date.UTC(2026, 10, 1 + index));
      return { week, item: items[index % items.length]?.code ?? '', value, answeredAt };
    }),
  );
}

const WEEKS = ['2026-W44', '2026-W45', '2026-W46', '2026-W48'];
const scored = scoredWeeks(ownScores(answersIn(WEEKS, 4), first));

describe('a teacher’s own line', () => {
  it('has the names that the supervisors read, with their meaning once', () => {
    expect(lineInWords(scored, 'nl').split('\n')).toEqual([
      'Jouw lijn (0 is nooit, 6 is elke dag):',
      'Week 46: totaal 4,0 · vitaliteit (energie) 4,0 · toewijding (plezier en trots) 4,0 · absorptie (erin opgaan) 4,0',
      'Week 48: totaal 4,0 · vitaliteit 4,0 · toewijding 4,0 · absorptie 4,0',
    ]);
  });

  it('is drawn with every week in between, and continues over weeks without questions', () => {
    const chart = ownChart(scored, 'nl');
    expect(chart.weeks).toEqual(['46', '47', '48']);
    expect(chart.lines.map(({ name, figure, points }) => [name, figure, points.map((point) => point?.mean)])).toEqual(
      ['Totaal', 'Vitaliteit', 'Toewijding', 'Absorptie'].map((name) => [name, '4,0', [4, undefined, 4]]),
    );
    const svg = drawSvg(chart);
    expect(svg).toContain('Totaal 4,0');
    expect(svg).toContain('nooit 0');
  });

  it('is beside the picture in words, for people who cannot see it', () => {
    expect(describeOwnLine(scored, 'en')).toBe(
      'Line chart from 0 to 6. Total: week 46 4.0, week 48 4.0. Vigour: week 46 4.0, week 48 4.0. ' +
        'Dedication: week 46 4.0, week 48 4.0. Absorption: week 46 4.0, week 48 4.0.',
    );
  });

  it('looks the same whether it is low or high: it is not judged', () => {
    const wordsFor = (value: number) => {
      const line = scoredWeeks(ownScores(answersIn(WEEKS, value), first));
      return `${lineInWords(line, 'nl')}${describeOwnLine(line, 'nl')}`.replaceAll(/\d,0/g, 'x');
    };
    expect(wordsFor(0)).toBe(wordsFor(6));
  });
});

describe('its picture', () => {
  let test: TestDatabase;
  let features: OpenFeatures;
  let server: Server;
  let now = new Date('2026-11-27T12:00:00Z');
  let [one, other]: TestTeacher[] = [];

  beforeAll(async () => {
    test = await createTestDatabase();
    [one, other] = await addPartnership(test.database, { Noord: 2 }, now);
    const circleId = (await test.database.prisma.circle.findFirstOrThrow()).id;
    const rest = { circleId, instrument: 'polsslag@1', source: 'chat' } as const;
    const data = answersIn(WEEKS, 3).map((answer) => ({ ...answer, personId: one?.id ?? '', ...rest }));
    await test.database.prisma.answer.createMany({ data });
    server = createServer((request, response) => app(request, response));
    const url = await listen(server);
    const pages = { address: (path: string) => `${url}${path}`, key: Buffer.alloc(32, 3) };
    features = await openFeatures(test.database, () => now, { pages });
    const app = express().use(...features.routes);
  });
  afterAll(async () => {
    await stopListening(server);
    await test.drop();
  });

  const open = async (teacher: TestTeacher | undefined) => {
    const from = { platform: 'slack', workspace: TEAM, user: teacher?.user ?? '' } as const;
    const tap = { id: `${Math.random()}`, kind: 'tap', action: 'people.own-answers', data: {}, from } as const;
    const reply = await features.receive(tap);
    if (reply.kind !== 'dialog') throw new Error('no dialog was opened');
    return reply.dialog;
  };

  it('is in the dialog of its owner only, instead of the figures', async () => {
    const dialog = await open(one);
    expect(dialog.picture).toMatchObject({ title: 'Jouw lijn', alt: expect.stringContaining('Totaal: week 46 3,0') });
    expect(dialog.intro).toContain('Alleen jij ziet dit.');
    expect(dialog.intro).not.toContain('vitaliteit');
    // The picture only has their names.
    expect(dialog.intro).toContain(
      'Vitaliteit voor energie, Toewijding voor plezier en trots, Absorptie voor erin opgaan',
    );
    expect((await open(other)).picture).toBeUndefined();
  });

  it('can be fetched for an hour, with its address', async () => {
    const url = (await open(one)).picture?.url ?? '';
    const response = await fetch(url);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const png = Buffer.from(await response.arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(720);
    expect((await fetch(url.replace(one?.id ?? '', other?.id ?? ''))).status).toBe(404);
    expect((await fetch(url.replace('/nl/', '/en/'))).status).toBe(404);
    now = new Date(now.getTime() + 3_600_000);
    expect((await fetch(url)).status).toBe(404);
  });

  it('is offered by a button to people who type for it, because the chat keeps its messages', async () => {
    for (const [words, sentence] of [
      ['mijn lijn', 'Je antwoorden openen in een venster'],
      ['my line', 'Je antwoorden openen in een venster'],
    ] as const) {
      const from = { platform: 'slack', workspace: TEAM, user: one?.user ?? '' } as const;
      const reply = await features.receive({ id: words, kind: 'command', words, from, conversation: null });
      expect(JSON.stringify(reply)).toContain(sentence);
      expect(JSON.stringify(reply)).toContain('people.own-answers');
      expect(JSON.stringify(reply)).not.toContain('/lines/');
    }
  });
});
