import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { drawSvg } from '../../../src/chart/draw-chart.ts';
import type { Tap } from '../../../src/chat/router.ts';
import { viewText } from '../../../src/chat/view-text.ts';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { describeWeeks, weekChart } from '../../../src/features/trends/week-chart.ts';
import { circlesDialog, readingDialog } from '../../../src/features/trends/week-dialogs.ts';
import { weekTaps } from '../../../src/features/trends/week-taps.ts';
import { weekView } from '../../../src/features/trends/week-view.ts';
import { parsePublishedWeek } from '../../../src/measurement/disclosure/week.ts';
import type { Person } from '../../../src/people/person.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';

const figure = (mean: number) => ({ mean, step: 0.1, interval: [mean - 0.2, mean + 0.2], change: null });
const shown = (scope: string, mean: number) => ({
  scope,
  published: true,
  respondents: '20-49',
  total: figure(mean),
  vigour: figure(mean - 0.2),
  dedication: figure(mean + 0.3),
  absorption: figure(mean - 0.1),
});
const hidden = (scope: string) => ({ scope, published: false, reason: 'too few or too similar' });
const bodyOf = (week: string, scopes: readonly unknown[]) => JSON.stringify({ week, scopes });
const weekOf = (week: string, scopes: readonly unknown[]) => parsePublishedWeek(bodyOf(week, scopes));

const SCOPES = [shown('partnership', 4.1), shown('circle:Noord', 4.2), hidden('circle:Oost')];
const WEEK = weekOf('2026-W47', SCOPES);

describe('the weekly post', () => {
  it('has one sentence, four figures and two buttons, without the circles', () => {
    const { blocks } = weekView(WEEK, 'nl', null);
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'text', 'facts', 'buttons', 'note']);
    expect(blocks[1]).toEqual({ kind: 'text', text: 'De leerkrachten zitten op 4,1 van\u00a06.' });
    expect(blocks[2]).toMatchObject({
      facts: [
        { label: 'Totaal', value: '4,1' },
        { label: 'Vitaliteit (energie)', value: '3,9' },
        { label: 'Toewijding (plezier en trots)', value: '4,4' },
        { label: 'Absorptie (erin opgaan)', value: '4,0' },
      ],
    });
    expect(blocks[3]).toMatchObject({ buttons: [{ label: 'Per kring' }, { label: 'Zo lees je dit' }] });
    expect(JSON.stringify(blocks)).not.toMatch(/Noord|Oost/);
  });

  it('has the sentence in its notification too, and no title twice', () => {
    const view = weekView(WEEK, 'en', {
      url: 'https://example.org/p.png',
      title: 'The last 12 weeks',
      alt: 'Line chart',
    });
    expect(view.summary).toBe('How week 47 was. The teachers are at 4.1 out of\u00a06.');
    const lines = viewText(view)
      .split('\n')
      .filter((line) => line !== '');
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('says that nothing is shown, and then has no button for the circles', () => {
    const { blocks } = weekView(weekOf('2026-W47', [hidden('partnership'), hidden('circle:Noord')]), 'nl', null);
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'text', 'buttons']);
    expect(blocks[1]).toEqual({
      kind: 'text',
      text: 'Over deze week laten we geen cijfers zien, zodat niemand te herkennen is.',
    });
    expect(blocks[2]).toMatchObject({ buttons: [{ label: 'Zo lees je dit' }] });
  });
});

describe('what the buttons open', () => {
  it('is each circle with its figures, and the names of those that are not shown', () => {
    const { title, intro, fields, submit } = circlesDialog(WEEK, 'nl');
    expect([title, fields, submit]).toEqual(['Week 47 per kring', [], null]);
    expect(intro).toBe(
      [
        'Kring Noord\nTotaal 4,2\nVitaliteit 4,0, Toewijding 4,5, Absorptie 4,1\n20 tot 49 leerkrachten antwoordden.',
        'Niet apart te zien, zodat niemand te herkennen is: Kring Oost.',
      ].join('\n\n'),
    );
  });

  it('never makes a group seem smaller than a circle’s minimum', () => {
    const few = weekOf('2026-W47', [SCOPES[0], { ...shown('circle:Noord', 4.2), respondents: '5-9' }]);
    expect(circlesDialog(few, 'nl').intro).toContain('\nMinder dan 10 leerkrachten antwoordden.');
    expect(circlesDialog(few, 'en').intro).toContain('\nFewer than 10 teachers answered.');
  });

  it('is how to read it, with what it can be compared with', () => {
    expect(readingDialog('nl', 5, null).intro).not.toContain('Ter vergelijking');
    expect(readingDialog('nl', 5, 4.1).intro).toContain('het landelijke gemiddelde over alle beroepen is 4,1.');
    expect(readingDialog('en', 5, 4.1).title).toBe('How to read this');
    expect(readingDialog('nl', 5, null).intro).toContain(
      'minstens 5 leerkrachten antwoordden, en van een kring apart pas bij minstens 8.',
    );
    expect(readingDialog('en', 10, null).intro).toContain(
      'at least 10 teachers answered, and of a circle by itself when at least 10 did',
    );
  });
});

describe('a tap under the post', () => {
  let test: TestDatabase;
  let roles: Record<string, Person['role']>;
  const HERE = { platform: 'slack', workspace: 'T1' } as const;

  beforeAll(async () => {
    test = await createTestDatabase();
    const { prisma } = test.database;
    const workspace = await prisma.workspace.create({
      data: { platform: HERE.platform, externalId: HERE.workspace, name: 'De Brug' },
    });
    await prisma.supervisorChannel.create({
      data: { workspaceId: workspace.id, externalId: 'C1', language: 'nl', createdAt: new Date() },
    });
    await prisma.publishedWeek.create({
      data: { week: '2026-W47', publishedAt: new Date(), body: bodyOf('2026-W47', SCOPES) },
    });
  });
  afterAll(() => test.drop());
  beforeEach(() => {
    roles = { U1: 'teacher', U2: 'supervisor' };
  });

  const tap = async (action: string, user: string, more: Partial<Tap> = {}) => {
    const people = {
      findByUser: async (from: { user: string }): Promise<Person | null> => {
        const role = roles[from.user];
        return role
          ? {
              id: '7b6a2f0e-5d0e-4a55-9d7c-2a7c3f6a1b11',
              name: 'Naam',
              language: 'nl',
              role,
              takesPart: true,
              decided: true,
            }
          : null;
      },
    };
    const taps = weekTaps({ store: createTrendStore(test.database), people, minimum: 5, norm: 4 });
    const data = { week: '2026-W47', language: 'nl' };
    return taps[action]?.({ id: '1', from: { ...HERE, user }, kind: 'tap', action, data, ...more });
  };

  it('opens the circles for anybody in the post’s channel, and for a supervisor anywhere', async () => {
    const opened = { kind: 'dialog', dialog: { intro: expect.stringContaining('Kring Noord') } };
    expect(await tap('trends.circles', 'U9', { channel: 'C1' })).toMatchObject(opened);
    expect(await tap('trends.circles', 'U2')).toMatchObject(opened);
    expect(await tap('trends.reading', 'U9', { channel: 'C1' })).toMatchObject({ dialog: { title: 'Zo lees je dit' } });
  });

  it.each([
    ['in another channel', { channel: 'C2' }],
    ['in no channel', {}],
    [
      'in a channel of that name in another workspace',
      { channel: 'C1', from: { ...HERE, workspace: 'T2', user: 'U1' } },
    ],
  ])('opens nothing for a teacher %s, who reads who may open it', async (_where, more) => {
    const reply = await tap('trends.circles', 'U1', more);
    expect(reply).toMatchObject({ kind: 'say', view: { summary: 'Deze cijfers zijn voor de begeleiders.' } });
    expect(JSON.stringify(reply)).not.toContain('Noord');
  });

  it.each([{ week: '2026-W46', language: 'nl' }, { week: '2026-W48', language: 'nl' }, { language: 'nl' }, {}])(
    'says so when there is no such week: %j',
    async (data) => {
      const reply = await tap('trends.circles', 'U2', { data });
      expect(reply).toMatchObject({ kind: 'say', view: { summary: 'Deze week is er niet meer.' } });
    },
  );
});

/** Over Christmas. */
const CLOSED = (day: string) => '2026-12-19' <= day && day <= '2027-01-03';

describe('the picture', () => {
  const total = (week: string) => weekOf(week, [shown('partnership', 4.1)]);

  it('shows a holiday as wide as its weeks, with a word', () => {
    const svg = drawSvg(weekChart(['2026-W51', '2027-W01'].map(total), 'nl', CLOSED));
    // Four weeks share 180 points: two of them are 90.
    expect(svg).toMatch(/<path d="M107 20l90 0l0 312l-90 0Z"/);
    expect(svg.match(/>vakantie</g)).toHaveLength(1);
    expect(drawSvg(weekChart(['2026-W46', '2026-W47'].map(total), 'nl', CLOSED))).not.toContain('vakantie');
  });

  it('leaves room for a week without figures that was no holiday, without a word', () => {
    const svg = drawSvg(weekChart(['2026-W46', '2026-W48'].map(total), 'en', CLOSED));
    expect(svg).toMatch(/>47</);
    expect(svg).not.toContain('holiday');
  });

  it('names each line once, at least a letter apart, even where all end at the same height', () => {
    const same = { ...shown('partnership', 4), vigour: figure(4), dedication: figure(4), absorption: figure(4) };
    const svg = drawSvg(weekChart([weekOf('2026-W47', [same])], 'nl', CLOSED));
    const names = [...svg.matchAll(/<text([^>]*)>(Totaal|Vitaliteit|Toewijding|Absorptie) 4,0</g)];
    const heights = names.map(([, attributes]) => Number(/translate\(\S+ (\S+)\)/.exec(attributes ?? '')?.[1]));
    expect(heights).toHaveLength(4);
    const apart = heights.sort((a, b) => a - b).map((y, index) => y - (heights[index - 1] ?? y - 16));
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(16);
  });

  describe.each([
    ['up', '▲ hoger', 'Het totaal is sinds week 46 hoger.'],
    ['down', '▼ lager', 'Het totaal is sinds week 46 lager.'],
  ])('of weeks in which the total went %s', (direction, mark, words) => {
    const told = (week: string, change: unknown) => {
      const partnership = shown('partnership', 4.1);
      return weekOf(week, [{ ...partnership, total: { ...partnership.total, change } }]);
    };
    const since = (week: string) => ({ direction, since: week, against: '2026-W36' });
    const weeks = [
      told('2026-W44', null),
      told('2026-W45', { direction: 'stable', since: null, against: '2026-W36' }),
      told('2026-W46', since('2026-W45')),
      told('2026-W47', since('2026-W46')),
    ];

    it('marks the change once, from the week that the last of them names, and tells it in words', () => {
      const svg = drawSvg(weekChart(weeks, 'nl', CLOSED));
      expect(svg.match(new RegExp(`>${mark}<`, 'g'))).toHaveLength(1);
      // Four weeks share 180 points: the third begins at 90, and the mark four points farther.
      expect(svg).toMatch(new RegExp(`translate\\(156 [\\d.]+\\)[^>]*>${mark}<`));
      expect(describeWeeks(weeks, 'nl')).toContain(words);
    });

    it('marks nothing when no post told it, or when it began earlier', () => {
      const steady = [weeks[0], weeks[1]].flatMap((week) => week ?? []);
      expect(drawSvg(weekChart(steady, 'nl', CLOSED))).not.toContain(mark);
      expect(describeWeeks(steady, 'nl')).not.toContain('Het totaal is');
      expect(drawSvg(weekChart([...steady, told('2026-W46', since('2026-W44'))], 'nl', CLOSED))).not.toContain(mark);
    });
  });

  it('has no letter smaller than eleven points when it is shown 320 wide', () => {
    const svg = drawSvg(weekChart(['2026-W46', '2026-W47'].map(total), 'nl', CLOSED));
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    const sizes = [...svg.matchAll(/font-size:([\d.]+)px/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(10);
    expect((Math.min(...sizes) * 320) / width).toBeGreaterThanOrEqual(11);
  });
});
