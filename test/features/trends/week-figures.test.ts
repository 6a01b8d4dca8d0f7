import { describe, expect, it } from '@jest/globals';
import { drawSvg } from '../../../src/chart/draw-chart.ts';
import { viewText } from '../../../src/chat/view-text.ts';
import { trendTexts } from '../../../src/features/trends/texts.ts';
import { describeWeeks, weekChart } from '../../../src/features/trends/week-chart.ts';
import { weekView } from '../../../src/features/trends/week-view.ts';
import { parsePublishedWeek } from '../../../src/measurement/disclosure/week.ts';

/** Two weeks, frozen as the first version did: the second is coarse. */
const weeks = ['2026-W46', '2026-W47'].map((week, index) => {
  const figure = index === 0 ? { mean: 4.1, step: 0.1 } : { mean: 5, step: 2 };
  const figures = { ...figure, interval: [3.3, 4.9], change: index === 0 ? null : 'stable' };
  const scales = { total: figures, vigour: figures, dedication: figures, absorption: figures };
  const scopes = [{ scope: 'partnership', published: true, respondents: '5-9', ...scales }];
  return parsePublishedWeek(JSON.stringify({ week, scopes }));
});
const [, coarse] = weeks;

describe('a coarse figure', () => {
  it('is written as a range in the post and in the chart’s text', () => {
    if (!coarse) throw new Error('no week');
    expect(viewText(weekView(coarse, 'nl', null))).toContain('tussen 4,0 en 6,0');
    expect(describeWeeks(weeks, 'nl')).toContain('Totaal: week 46 4,1, week 47 tussen 4,0 en 6,0.');
    expect(describeWeeks(weeks, 'en')).toContain('week 47 between 4.0 and 6.0.');
  });

  it('is drawn as a bar from end to end, without a point in its middle', () => {
    const [fine, both] = [weeks.slice(0, 1), weeks].map((some) => drawSvg(weekChart(some, 'nl', () => false)));
    // The plot is 312 high for 6 points, from 20 down: from 6 to 4 is 104.
    const bars = (svg = '') => svg.match(/<path d="M[\d.]+ 20l3 0l0 104l-3 0Z"/g) ?? [];
    expect([bars(fine).length, bars(both).length]).toEqual([0, 4]);
    const points = (svg = '') => svg.match(/ecmeta_ssr_type="chart"/g) ?? [];
    expect(points(both)).toEqual(points(fine));
  });
});

describe('a change', () => {
  const told =
    (language: string) => (direction: 'up' | 'down' | 'stable', since: string | null, against: string | null) =>
      trendTexts(language).change({ direction, since, against });

  it('is written with what it is compared with', () => {
    expect(told('nl')('up', '2026-W44', '2026-W35')).toBe('hoger dan in week 35 tot en met 43, sinds week 44');
    expect(told('nl')('down', '2027-W01', '2026-W53')).toBe('lager dan in week 53, sinds week 1');
    expect(told('en')('down', '2026-W44', '2026-W35')).toBe('lower than in weeks 35 to 43, since week 44');
    expect(told('nl')('up', '2027-W05', '2026-W45')).toBe(
      'hoger dan in week 45 van 2026 tot en met week 4 van 2027, sinds week 5',
    );
    expect(told('en')('up', '2027-W05', '2026-W45')).toBe(
      'higher than in week 45 of 2026 to week 4 of 2027, since week 5',
    );
    // For figures of only a few weeks.
    expect(told('nl')('down', '2027-W44', '2026-W43')).toBe(
      'lager dan in week 43 van 2026 tot en met week 43 van 2027, sinds week 44',
    );
  });

  it('is compared with no week of the holidays before it', () => {
    const told = { direction: 'up', since: '2027-W34' } as const;
    const inSeptember = (language: string, against: string) =>
      trendTexts(language).change({ ...told, against, until: '2027-W28' });
    expect(inSeptember('nl', '2027-W17')).toBe('hoger dan in week 17 tot en met 28, sinds week 34');
    expect(inSeptember('en', '2027-W17')).toBe('higher than in weeks 17 to 28, since week 34');
    expect(inSeptember('nl', '2027-W28')).toBe('hoger dan in week 28, sinds week 34');
  });

  it('of a scale is written in few words: the sentence about the total has the weeks', () => {
    const change = { direction: 'down', since: '2027-W05', against: '2026-W46' };
    const figure = { mean: 3.4, step: 0.1, interval: [3.2, 3.6], change };
    const scales = { total: figure, vigour: figure, dedication: { ...figure, change: null }, absorption: figure };
    const scope = { scope: 'partnership', published: true, respondents: '20-49', ...scales };
    const week = parsePublishedWeek(JSON.stringify({ week: '2027-W06', scopes: [scope] }));
    const text = (language: string) => viewText(weekView(week, language, null));
    expect(text('nl')).toContain('lager dan in week 46 van 2026 tot en met week 4 van 2027, sinds week 5.');
    expect(text('nl')).toMatch(/Vitaliteit \(energie\)[^a-z]*\d,\d, lager sinds week 5\b/);
    expect(text('en')).toMatch(/Vigour \(energy\)[^a-z]*\d\.\d, lower since week 5\b/);
  });

  it('is never said to be absent, only not to be clear', () => {
    expect(told('nl')('stable', null, '2026-W35')).toBe('geen blijvend verschil met de weken ervoor');
    expect(told('en')('stable', null, '2026-W35')).toBe('no lasting difference from the weeks before');
  });

  it('of the first version is written as against the week before', () => {
    expect(told('nl')('up', null, null)).toBe('hoger dan de week ervoor');
    expect(coarse && viewText(weekView(coarse, 'nl', null))).toContain('van\u00a06, geen blijvend verschil met de');
  });
});
