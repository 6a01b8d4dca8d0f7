import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
// Without the tools, which fill their own database with random answers and never touch real ones.
const FOLDERS = ['src', 'playground'];

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name.replaceAll(path.sep, '/')}`,
  ),
)
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('src/database/generated/'))
  .map((name) => ({ name, text: withoutComments(readFileSync(path.join(root, name), 'utf8')) }));

function withoutComments(text: string): string {
  return text.replaceAll(/^\s*(\/?\*|\/\/).*$/gm, '');
}

/** The files that match this pattern. */
function holding(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name)
    .sort();
}

describe('the mark of what may be shown', () => {
  it('is given in one module, for what five others decide', () => {
    expect(holding(/custom<Published\w*>/)).toEqual(['src/measurement/disclosure/published-shape.ts']);
    expect(holding(/\bpublishedShape\b/)).toEqual([
      'src/measurement/disclosure/evaluations.ts',
      'src/measurement/disclosure/interventions.ts',
      'src/measurement/disclosure/method.ts',
      'src/measurement/disclosure/published-shape.ts',
      'src/measurement/disclosure/resources.ts',
      'src/measurement/disclosure/week.ts',
    ]);
    expect(holding(/unique symbol/)).toEqual(['src/measurement/disclosed.ts']);
    expect(holding(/export[^;\n]*\bdisclosed\b/)).toEqual([]);
  });

  it('cannot be had by a cast or by silencing the compiler', () => {
    expect(holding(/\bas (unknown as|never|any|Published\w+)\b/)).toEqual([]);
    expect(holding(/@ts-(ignore|expect-error|nocheck)/)).toEqual([]);
  });

  it('is asked for where figures of a group are made, and nowhere else', () => {
    expect(holding(/\b(scorePeople|scorerOfOne|scoresByCircle|groupMean|gateFigure|combineCells)\(/)).toEqual([
      'src/measurement/circle-scores.ts',
      'src/measurement/combine.ts',
      'src/measurement/disclosure/week.ts',
      'src/measurement/estimate.ts',
      'src/measurement/gate.ts',
    ]);
    expect(holding(/\bdiscloseWeek\(/)).toEqual([
      'src/features/trends/publish-week.ts',
      'src/measurement/disclosure/week.ts',
    ]);
    expect(holding(/\b(gateEffect|combineEffects)\(/)).toEqual([
      'src/measurement/disclosure/interventions.ts',
      'src/measurement/disclosure/resources.ts',
      'src/measurement/effect-gate.ts',
    ]);
    expect(holding(/\bdiscloseInterventions\(/)).toEqual([
      'src/features/intervention/close-period.ts',
      'src/measurement/disclosure/interventions.ts',
    ]);
    expect(holding(/\bdiscloseResources\(/)).toEqual([
      'src/features/resources/close-quarter.ts',
      'src/measurement/disclosure/resources.ts',
    ]);
    expect(holding(/\b(cronbachAlpha|reliabilityOf)\(/)).toEqual([
      'src/measurement/disclosure/method.ts',
      'src/measurement/statistics.ts',
    ]);
  });
});

describe('answers', () => {
  /** The files that may read the table of answers, with the reason why that reveals nothing about a group. */
  const READERS = {
    'src/features/roster/schools-store.ts': 'whether a circle has any at all, before it is joined with another',
    'src/outbox/silence-store.ts':
      'whether any came of ten people or more, or a word of anybody; the operator hears only that nothing came at all',
    'src/features/roster/answers-store.ts': 'compares a file with what is stored, and says which lines are new',
    'src/features/check-in/own-plan-store.ts': 'whether one teacher has begun to answer, for what waits for them',
    'src/features/check-in/remind-store.ts':
      'whether somebody has begun to answer, for their reminder; it tells nobody',
    'src/features/check-in/store.ts': 'one check-in, for its own teacher',
    'src/features/method/store.ts': 'a group; variances leave the database, for discloseMethod',
    'src/features/own-data/retention-store.ts': 'deletes what has been kept long enough',
    'src/features/slow-down/store.ts':
      'whether somebody left four check-ins unanswered, for the question to them; it tells nobody',
    'src/people/conditions.ts': 'whether somebody has answered since they were asked to slow down; it tells nobody',
    'src/features/own-line/store.ts': 'one teacher, for themselves',
    'src/people/reconnect.ts': 'whether one teacher has answered, so that nothing is asked twice; it tells nobody',
    'src/features/trends/week-answers-store.ts': 'a group, for discloseWeek',
    'playground/play-week.ts': 'counts what simulated teachers answered',
    'playground/seed/seed-answers.ts': 'writes what made-up teachers answered, and counts it',
  };

  it('are read by few, each for a reason', () => {
    expect(holding(/"Answer"|\.answer\.|\banswers: (true|\{ (select|include|where))/)).toEqual(
      Object.keys(READERS).sort(),
    );
  });

  it('about what supports teachers are read for one teacher, and for the disclosure', () => {
    expect(holding(/"ResourceAnswer"|\.resourceAnswer\.|\bresourceAnswers: (true|\{)/)).toEqual(
      [
        // The answers of one teacher, for themselves.
        'src/features/resources/answer-store.ts',
        'src/features/resources/quarter-store.ts',
        // Deletes expired answers.
        'src/features/own-data/retention-store.ts',
        // Writes answers of simulated teachers.
        'playground/make-past.ts',
        // Counts the answers of the played week.
        'playground/play-resources.ts',
      ].sort(),
    );
    expect(holding(/\bcreateQuarterStore\(/)).toEqual([
      'playground/make-past.ts',
      'src/features/resources/feature.ts',
      'src/features/resources/quarter-store.ts',
      'src/features/resources/resources-command.ts',
    ]);
    expect(holding(/\bstore\.freeze\(quarter,/)).toEqual(['src/features/resources/close-quarter.ts']);
  });

  it('of a group go from the two stores to the disclosure only', () => {
    expect(holding(/createTrendStore\(/)).toEqual([
      'playground/make-past.ts',
      'src/features/trends/feature.ts',
      'src/features/trends/store.ts',
      'src/features/trends/trends-command.ts',
    ]);
    expect(holding(/\banswersOf\(week, instrument\)/)).toEqual(['src/features/trends/publish-week.ts']);
    expect(holding(/\b(countAnswers|listAnswers)\(/)).toEqual([
      'src/features/trends/store.ts',
      'src/features/trends/week-answers-store.ts',
    ]);
    expect(holding(/\.cyclesBefore\(/)).toEqual(['src/features/method/announce-method.ts']);
    expect(holding(/(?<!discloseMethod\(await [\w(). ]*)\.cyclesBefore\(/)).toEqual([]);
  });
});
