import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { environment } from '../src/config/environment.ts';
import { discloseEvaluations } from '../src/measurement/disclosure/evaluations.ts';
import { discloseResources } from '../src/measurement/disclosure/resources.ts';
import { discloseWaiting } from '../src/measurement/disclosure/waiting.ts';
import { FEWEST_RATERS } from '../src/measurement/effect-gate.ts';
import { FEWEST_BESIDE_OTHERS, FEWEST_PEOPLE } from '../src/measurement/gate.ts';
import { ALPHA_TOLD } from '../src/measurement/published-method.ts';
import { seededRandom } from '../src/measurement/random.ts';
import { RESPONDENT_BANDS } from '../src/measurement/respondent-band.ts';
import { PRIVACY, rowsBelow } from './privacy-statement.ts';

/*
 * PRIVACY.md makes promises in numbers. These tests compute each of them from the code, so that neither changes without
 * the other.
 */

const TESTS = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .map((name) => `/${name.replaceAll(path.sep, '/')}`)
  .filter((name) => name.endsWith('.test.ts'));

const inDutch = (count: number) => 'nul een twee drie vier vijf zes zeven acht negen tien'.split(' ')[count];
const inEnglish = (count: number) => 'zero one two three four five six seven eight nine ten'.split(' ')[count];

/** The smallest number of people for whom something is published. */
function fewestFor(tells: (people: number) => boolean): number {
  return Array.from({ length: 30 }, (_, index) => index + 1).find(tells) ?? 0;
}

const CAMPAIGN = '7f1d9a52-3a54-4f3c-9a07-2f6d8f6d1a11';

const { POLSSLAG_MINIMUM_GROUP: minimum, ...settings } = environment.parse({});

function evaluationOf(people: number) {
  const evaluations = Array.from({ length: people }, () => ({ answers: { A: 3 }, keep: 'x', change: 'y' }));
  const scope = 'team' as const;
  return discloseEvaluations({
    campaign: CAMPAIGN,
    scope,
    codes: ['A'],
    evaluations,
    minimum,
    random: seededRandom(1),
  });
}
const evaluationFigures = fewestFor((people) => evaluationOf(people).published);
const evaluationTexts = fewestFor((people) => {
  const told = evaluationOf(people);
  return told.published && told.texts !== null;
});
const ranked = fewestFor((people) => {
  const scores = Array.from({ length: people }, (_, index) => 2 + (index % 3));
  return discloseResources('2026-Q4', [{ code: 'A', group: 'external', scores }], minimum).told.length > 0;
});
const waited = fewestFor((people) => {
  const waits = Array.from({ length: people }, (_, index) => ({ teacher: `${index}`, days: index }));
  return discloseWaiting(waits, minimum) !== null;
});

const bandsIn = (or: string, to: string, fewer: string) =>
  RESPONDENT_BANDS.map((band) => {
    const [from = '', until] = band.replace('+', '').split('-');
    if (band.endsWith('+')) return `${from} ${or}`;
    return band === RESPONDENT_BANDS[0] ? `${fewer} ${Number(until) + 1}` : `${from} ${to} ${until}`;
  });

const plain = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('**', '');

describe('the numbers in PRIVACY.md', () => {
  const [lowest, highest] = ALPHA_TOLD.map((alpha) => alpha.toFixed(2));
  const years = settings.POLSSLAG_ANSWERS_KEPT_MONTHS / 12;
  const days = settings.POLSSLAG_LEAVERS_KEPT_DAYS;
  it.each([
    ['figures of a week', FEWEST_PEOPLE, 'gemiddelden van minstens # leerkrachten', 'averages of at least # teachers'],
    ['a circle by itself', FEWEST_BESIDE_OTHERS, 'apart als er minstens # antwoordden', 'at least # answered'],
    ['one that tells who answered', FEWEST_BESIDE_OTHERS, 'kring van precies # apart', 'circle of exactly #'],
    [
      'what help did',
      FEWEST_RATERS,
      'per soort hulp, van minstens # leerkrachten',
      'each kind of help, of at least # teachers',
    ],
    ['an own average', FEWEST_RATERS, 'aan precies # leerkrachten', 'to exactly # teachers'],
    ['waiting for a visit', waited, 'bezoeken bij minstens # leerkrachten', 'visits to at least # teachers'],
    ['what supports', ranked, 'rangorde van minstens # leerkrachten', 'of at least # teachers together. What is too'],
    ['an evaluation', evaluationFigures, 'van minstens # formulieren', 'of at least # forms'],
    ['what was written in it', evaluationTexts, 'zinnen vanaf #', 'sentences from # on'],
    ['how long answers are kept', years, 'worden # jaar bewaard', 'are kept for # years'],
  ])('are those of the code: %s', (_of, count, nl, en) => {
    expect(plain(PRIVACY.nl)).toContain(nl.replace('#', inDutch(count) ?? ''));
    expect(plain(PRIVACY.en)).toContain(en.replace('#', inEnglish(count) ?? ''));
  });

  it('are those of the code: bands, reliability, and how long who left is kept', () => {
    const [nl, en] = [plain(PRIVACY.nl), plain(PRIVACY.en)];
    expect(nl).toContain(`(${bandsIn('of meer', 'tot', 'minder dan').join(', ')})`);
    expect(en).toContain(`(${bandsIn('or more', 'to', 'fewer than').join(', ')})`);
    expect(nl).toContain(`nooit onder ${lowest} of boven ${highest}`.replaceAll('.', ','));
    expect(en).toContain(`never below ${lowest} or above ${highest}`);
    expect(nl).toContain(`dan wissen we je ${days} dagen na de eerste vraag`);
    expect(en).toContain(`we erase you ${days} days after we first asked`);
  });
});

it('PRIVACY.md has the same parts in both languages, with as many points', () => {
  const partsOf = (text: string) => text.split(/^### /m).map((part) => part.match(/^- \*\*|^- /gm)?.length ?? 0);
  expect(partsOf(PRIVACY.nl).length).toBeGreaterThan(4);
  expect(partsOf(PRIVACY.en)).toEqual(partsOf(PRIVACY.nl));
});

describe('what PRIVACY.md says is proved', () => {
  const nl = rowsBelow(PRIVACY.nl, 'Wat bewezen is');
  const en = rowsBelow(PRIVACY.en, 'What is proved');
  const testsIn = ([, cell = '']: readonly string[]) =>
    [...cell.matchAll(/`([\w/.-]+\.test\.ts)`/g)].flatMap(([, name]) => name ?? []);

  it('names a test for each claim, the same in both languages', () => {
    expect(nl.length).toBeGreaterThan(8);
    expect(en.map(testsIn)).toEqual(nl.map(testsIn));
    expect(nl.filter((row) => testsIn(row).length === 0)).toEqual([]);
  });

  it('names tests that are there, and of each name one', () => {
    const named = [PRIVACY.nl, PRIVACY.en, readFileSync(path.join(import.meta.dirname, '../docs/figures.md'), 'utf8')]
      .flatMap((text) => [...text.matchAll(/`(?:test\/)?([\w/.-]+\.test\.ts)`/g)])
      .flatMap(([, name]) => name ?? []);
    expect(named.length).toBeGreaterThan(25);
    const found = (name: string) => TESTS.filter((test) => test.endsWith(`/${name}`)).length;
    expect(named.filter((name) => found(name) !== 1)).toEqual([]);
  });
});
