import { describe, expect, it } from '@jest/globals';
import { whatStandsOut } from '../../../src/features/intervention/period-sentence.ts';
import { periodView } from '../../../src/features/intervention/period-view.ts';
import { parsePublishedInterventions } from '../../../src/measurement/disclosure/interventions.ts';
import { parseInterventions } from '../../../src/measurement/intervention-list.ts';
import { seededRandom } from '../../../src/measurement/random.ts';
import { bandOf, type RespondentBand } from '../../../src/measurement/respondent-band.ts';

const labels = (label: string) => ({ nl: label, en: label });
const LIST = parseInterventions(
  ['ADVICE', 'VIDEO', 'WORKSHOP', 'LISTENING'].map((code) => ({
    code,
    group: 'g',
    labels: labels(code.toLowerCase()),
  })),
  'test',
);
const figure = (mean: number, step = 0.1) => ({ mean, step });
const kind = (
  code: string,
  felt: { mean: number; step: number },
  expected: number | null = null,
  raters: RespondentBand = '10-19',
) => ({ code, share: 50, felt, expected: expected === null ? null : figure(expected), raters });
const monthOf = (interventions: readonly unknown[], scope = 'team') =>
  parsePublishedInterventions(JSON.stringify({ period: '2026-11', scope, interventions }));
const saidOf = (interventions: readonly unknown[], language = 'nl', scope = 'team') =>
  whatStandsOut(monthOf(interventions, scope), LIST, language);

describe('the first sentence about a month of help', () => {
  it('names what clearly helped most', () => {
    const three = [kind('ADVICE', figure(4.2)), kind('VIDEO', figure(3.1)), kind('WORKSHOP', figure(2.8))];
    expect(saidOf(three)).toBe('Volgens leerkrachten deed advice het meest.');
    expect(saidOf(three, 'en')).toBe('Teachers say that advice did most.');
    const two = [kind('ADVICE', figure(4.2)), kind('VIDEO', figure(4)), kind('WORKSHOP', figure(2.8))];
    expect(saidOf(two)).toBe('Volgens leerkrachten deden advice en video het meest.');
  });

  it('names what clearly helped least, even with others in between', () => {
    const [advice, video] = [kind('ADVICE', figure(4.3)), kind('VIDEO', figure(3.4))];
    const month = [advice, video, kind('LISTENING', figure(3.3)), kind('WORKSHOP', figure(1.7, 1.4))];
    expect(saidOf(month)).toBe('Volgens leerkrachten deed advice het meest. Het minst deed workshop.');
    expect(saidOf(month, 'en')).toBe('Teachers say that advice did most. What did least: workshop.');
    // When they may be equal, neither is named as helping least.
    expect(saidOf([advice, video, kind('WORKSHOP', figure(3.2, 1.4))])).not.toContain('Het minst');
  });

  it('names none that is ahead by chance, or may not be ahead at all', () => {
    const none = 'Geen soort hulp deed duidelijk meer dan de rest.';
    expect(saidOf([kind('ADVICE', figure(3.6)), kind('VIDEO', figure(3.3))])).toBe(none);
    // Answers of a dozen teachers may differ so much by chance, those of fifty may not.
    const between = (raters: RespondentBand) =>
      saidOf([kind('ADVICE', figure(4), null, raters), kind('VIDEO', figure(3.5), null, raters)]);
    expect(between('10-19')).toBe(none);
    expect(between('50+')).toBe('Volgens leerkrachten deed advice het meest.');
    // Somewhere between 3 and 5.
    expect(saidOf([kind('ADVICE', figure(4, 2)), kind('VIDEO', figure(3.2))])).toBe(none);
  });

  it('tells how many kinds it is about when too little is known about the others', () => {
    const month = [kind('ADVICE', figure(3.6)), kind('VIDEO', figure(3.3)), { code: 'WORKSHOP', reason: 'too few' }];
    expect(saidOf(month)).toBe('Van de soorten hulp met genoeg antwoorden deed er geen duidelijk meer dan de andere.');
    expect(saidOf(month, 'en')).toBe(
      'Of the kinds of help with enough answers, none did clearly more than the others.',
    );
  });

  /** This many answers, with their mean rounded to a tenth as in publications. */
  const answersOf = (count: number) => {
    const random = seededRandom(count);
    const answer = (mean: number) => {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.min(5, Math.max(1, Math.round(mean + 0.95 * normal)));
    };
    return (mean: number) => {
      const sum = Array.from({ length: count }, () => answer(mean)).reduce((a, b) => a + b, 0);
      return Math.round((10 * sum) / count) / 10;
    };
  };
  const shareOf = (month: () => string | null, holds: (said: string) => boolean) =>
    Array.from({ length: 4_000 }, () => holds(month() ?? '')).filter(Boolean).length / 4_000;

  it.each([
    [5, 0.05, 0.35],
    [12, 0.05, 0.7],
    [30, 0.05, 0.95],
  ])(
    'with %i answers to each kind is seldom chance, and names a kind that is a point and a half ahead',
    (count, chance, power) => {
      const meanOf = answersOf(count);
      const named = (best: number) => {
        const means = [best, 3, 3, 3];
        const month = ['ADVICE', 'VIDEO', 'WORKSHOP', 'LISTENING'].map((code, index) =>
          kind(code, figure(meanOf(means[index] ?? 3)), null, bandOf(count)),
        );
        return saidOf(month);
      };
      expect(
        shareOf(
          () => named(3),
          (said) => said.includes('het meest'),
        ),
      ).toBeLessThanOrEqual(chance);
      expect(
        shareOf(
          () => named(4.5),
          (said) => said.includes('deed advice het meest'),
        ),
      ).toBeGreaterThanOrEqual(power);
    },
  );

  it.each([
    [5, 0.06, 0.3],
    [12, 0.05, 0.7],
    [30, 0.05, 0.98],
  ])(
    'with %i answers to each of eight kinds seldom says by chance that more was expected, and names a difference of a point and a half',
    (count, chance, power) => {
      const meanOf = answersOf(count);
      const month = (more: number) => {
        const kinds = ['ADVICE', 'VIDEO', 'WORKSHOP', 'LISTENING', 'ADVICE', 'VIDEO', 'WORKSHOP', 'LISTENING'];
        return saidOf(kinds.map((code) => kind(code, figure(meanOf(3)), meanOf(3 + more), bandOf(count))));
      };
      const one = () =>
        saidOf([
          kind('ADVICE', figure(meanOf(3)), meanOf(4.5), bandOf(count)),
          kind('VIDEO', figure(meanOf(3)), meanOf(1), bandOf(count)),
        ]);
      expect(
        shareOf(
          () => month(0),
          (said) => said.includes('verwachtten meer'),
        ),
      ).toBeLessThanOrEqual(chance);
      expect(shareOf(one, (said) => said.includes('verwachtten meer van: advice'))).toBeGreaterThanOrEqual(power);
    },
  );

  it('names what clearly more was expected of', () => {
    const month = [kind('ADVICE', figure(4), 3.8), kind('VIDEO', figure(2.2), 3.3), kind('WORKSHOP', figure(3, 2), 4)];
    expect(saidOf(month)).toContain('Begeleiders verwachtten meer van: video.');
    expect(saidOf(month, 'en', 'own')).toContain('You expected more from: video.');
  });

  it('is absent when there is nothing to compare, and says nothing about what is withheld', () => {
    expect(saidOf([])).toBeNull();
    expect(saidOf([kind('ADVICE', figure(4.2)), { code: 'VIDEO', reason: 'too few' }])).toBeNull();
  });
});

describe('the post about a month of help', () => {
  const MONTH = monthOf([kind('ADVICE', figure(4.2)), kind('VIDEO', figure(3.1))]);

  it('begins with that sentence, and shows the figures once', () => {
    const pictured = periodView(MONTH, LIST, 'nl', 'https://example.org/p.png');
    expect(pictured.blocks.map(({ kind: each }) => each)).toEqual(['heading', 'text', 'picture', 'note']);
    expect(pictured.summary).toContain('november 2026. Volgens leerkrachten deed advice het meest.');
    // The text of the picture contains every figure.
    expect(pictured.blocks[2]).toMatchObject({ alt: expect.stringContaining('video (50%): 3,1 volgens leerkrachten') });
    const listed = periodView(MONTH, LIST, 'nl');
    expect(listed.blocks.map(({ kind: each }) => each)).toEqual(['heading', 'text', 'text', 'note']);
    expect(listed.blocks[3]).toMatchObject({ text: expect.stringContaining('Tussen haakjes') });
  });

  it('names kinds with too few answers once: in the picture’s text or below the list', () => {
    const month = monthOf([kind('ADVICE', figure(4.2)), { code: 'VIDEO', reason: 'too few' }]);
    const [pictured, listed] = ['https://example.org/p.png', null].map((picture) =>
      periodView(month, LIST, 'nl', picture),
    );
    expect(pictured?.blocks.map(({ kind: each }) => each)).toEqual(['heading', 'picture', 'note']);
    expect(pictured?.blocks[1]).toMatchObject({ alt: expect.stringMatching(/Nog te weinig antwoorden, .*: video\.$/) });
    expect(pictured?.blocks[2]).toMatchObject({
      text: expect.stringMatching(/toeval hoog of laag zijn\. Wat nog te weinig antwoorden heeft, telt later mee\.$/),
    });
    expect(listed?.blocks.at(-1)).toEqual({
      kind: 'note',
      text: 'Nog te weinig antwoorden, ze tellen later mee: video.',
    });
    for (const view of [pictured, listed]) expect(JSON.stringify(view).match(/video/g)).toHaveLength(1);
  });
});
