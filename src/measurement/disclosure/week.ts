import { z } from 'zod';
import { PolsslagError } from '../../errors.ts';
import { divideIntoCells } from '../cells.ts';
import { COMPARED_FIGURES, changeOf } from '../change.ts';
import { poolScores, scoresByCircle, type WeekAnswers } from '../circle-scores.ts';
import { combineCells, type ScopeFigures, withTotal } from '../combine.ts';
import type { Corrections } from '../corrections.ts';
import type { SteppedFigure } from '../figure-range.ts';
import { FEWEST_BESIDE_OTHERS, FEWEST_PEOPLE, gateFigure } from '../gate.ts';
import type { Instrument } from '../instrument.ts';
import { intervalOf } from '../interval.ts';
import type { FigureShape, PublishedScope, PublishedWeek, ScopeShape } from '../published-week.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import type { Scale } from '../scale.ts';
import { plannedVariance, weeklyVariance } from '../weekly-spread.ts';
import { publishedShape } from './published-shape.ts';
import { REACHED_NOBODY_REASON, WITHHELD_REASON } from './shown.ts';

/** Before the name of a circle, in the name of its scope. */
const CIRCLE = 'circle:';

interface WeekToDisclose {
  /** ISO week, '2026-W47'; the caller has made sure that it is over. */
  readonly week: string;
  readonly answers: WeekAnswers;
  /** Names of all circles, in the order in which they are shown. */
  readonly circles: readonly string[];
  /** Earlier names of circles, oldest first, by their present name. */
  readonly formerNames?: ReadonlyMap<string, readonly string[]>;
  /**
   * The circles in which somebody was asked this week; all of them when left out. Others have no answers to hide and
   * are not pooled.
   */
  readonly askedCircles?: ReadonlySet<string>;
  readonly instrument: Instrument;
  readonly corrections: Corrections;
  /** The fewest people who must have answered on every scale; at least FEWEST_PEOPLE. */
  readonly minimum: number;
  /** Published weeks before this one, latest first. */
  readonly previous: Iterable<PublishedWeek>;
}

/**
 * Decides what may be shown of a week's answers. gate.ts states the promise; cells.ts decides who is shown with whom.
 * @throws PolsslagError BAD_CONFIGURATION when the minimum is too low, BAD_INPUT for an answer outside the instrument
 */
export function discloseWeek(input: WeekToDisclose): PublishedWeek {
  const { week, answers, circles, instrument, corrections, minimum } = input;
  if (!Number.isInteger(minimum) || minimum < FEWEST_PEOPLE) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `The fewest people shown must be a whole number from ${FEWEST_PEOPLE}.`,
    );
  }
  const asked = input.askedCircles ?? new Set(circles);
  const byCircle = scoresByCircle(answers, instrument, corrections);
  const all = [...new Set([...circles, ...byCircle.keys()])];
  const counted = all.filter((name) => asked.has(name) || byCircle.has(name));
  const respondents = new Map(counted.map((name) => [name, byCircle.get(name)?.respondents ?? 0]));
  // Where there are others, a circle stands by itself from FEWEST_BESIDE_OTHERS on, also when they have holidays: that is promised.
  const beside = all.length === 1 ? minimum : Math.max(minimum, FEWEST_BESIDE_OTHERS);
  const numbers = { fewest: minimum, beside };
  const cells = divideIntoCells(respondents, numbers).map(({ circle, members }) => ({
    circle,
    scores: poolScores(members.map((name) => byCircle.get(name) ?? poolScores([]))),
  }));
  const decided = scopesOf(all, cells);
  const before = publishedBefore(input);
  const scopes = decided.map(([scope, figures]) =>
    figures === null
      ? { scope, published: false, reason: WITHHELD_REASON }
      : toScope({ week, scope, figures, instrument, before: before.get(scope) ?? [] }),
  );
  return published.give({ week, scopes });
}

/** The names of the circles that are not shown by themselves. */
export function circlesKeptBack({ scopes }: PublishedWeek): readonly string[] {
  return scopes.flatMap(({ scope, published }) =>
    !published && scope.startsWith(CIRCLE) ? [scope.slice(CIRCLE.length)] : [],
  );
}

/** The messages with the questions of a week, in one circle. */
interface CircleMessages {
  readonly circle: string;
  /** For how many people one was planned. */
  readonly planned: number;
  /** How many were to be asked, had nothing kept the whole circle from it: these, and who got none but neither pauses nor is left alone. */
  readonly meant: number;
  /** Whether one of them arrived or may have. */
  readonly mayHaveArrived: boolean;
}

/**
 * Marks withheld figures, of everybody together or of a circle, when the message with the questions reached nobody there.
 * That depends on messages only, never on who answered, and changes neither what is shown nor how circles are pooled. It is
 * not said for fewer people than a figure needs, because then it would be about persons (who pause, or have left); and when
 * one person may have the message, that hides all others.
 * @param messages of every withheld circle
 */
export function tellUnreached(
  { week, scopes }: PublishedWeek,
  messages: readonly CircleMessages[],
  minimum: number,
): PublishedWeek {
  const unreached = messages.filter(({ mayHaveArrived }) => !mayHaveArrived);
  const planned = unreached.reduce((sum, circle) => sum + circle.planned, 0);
  const isWhole =
    scopes.every(({ published }) => !published) && unreached.length === messages.length && planned >= minimum;
  const beside = Math.max(minimum, FEWEST_BESIDE_OTHERS);
  const told = new Set(unreached.filter(({ meant }) => meant >= beside).map(({ circle }) => `${CIRCLE}${circle}`));
  return published.give({
    week,
    scopes: scopes.map((scope) =>
      !scope.published && (isWhole || told.has(scope.scope)) ? { ...scope, reason: REACHED_NOBODY_REASON } : scope,
    ),
  });
}

/** Whether a figure is withheld because the message with the questions reached nobody. */
export function didReachNobody(scope: PublishedScope): boolean {
  return !scope.published && scope.reason === REACHED_NOBODY_REASON;
}

/** Reads a published week. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedWeek(text: string): PublishedWeek {
  return published.parse(text, text.includes('"change":"') ? inPresentShape : undefined);
}

/** Converts the first format, in which a change was only its direction. */
function inPresentShape(key: string, value: unknown): unknown {
  return key === 'change' && typeof value === 'string' ? { direction: value, since: null, against: null } : value;
}

/** The text in which a week is stored. The same week always gives the same bytes. */
export function publishedWeekJson(week: PublishedWeek): string {
  return JSON.stringify(weekSchema.parse(week));
}

type CircleScores = ReturnType<typeof poolScores>;

interface ScoredCell {
  readonly circle: string | null;
  readonly scores: CircleScores;
}

function scopesOf(
  circles: readonly string[],
  cells: readonly ScoredCell[],
): readonly (readonly [scope: string, figures: ScopeFigures | null])[] {
  const shown = cells.flatMap(({ circle, scores }) => {
    const figures = showFigures(scores);
    return figures === null ? [] : [{ circle, figures }];
  });
  const everybody = bandOf(cells.reduce((sum, { scores }) => sum + scores.respondents, 0));
  const of = (name: string | null) => shown.find(({ circle }) => circle === name)?.figures ?? null;
  const pool = of(null);
  return [
    [
      'partnership',
      combineCells(
        shown.map(({ figures }) => figures),
        everybody,
      ),
    ],
    ...circles.map((name) => [`${CIRCLE}${name}`, of(name)] as const),
    ...(pool === null ? [] : [['other circles', pool] as const]),
  ];
}

function showFigures({ respondents, scores }: CircleScores): ScopeFigures | null {
  const vigour = gateFigure(scores.vigour);
  const dedication = gateFigure(scores.dedication);
  const absorption = gateFigure(scores.absorption);
  // A gate withholds a figure for too few people only, and a cell has enough on every scale.
  if (vigour === null || dedication === null || absorption === null) return null;
  return withTotal(bandOf(respondents), { vigour, dedication, absorption });
}

interface ScopeOfWeek {
  readonly week: string;
  readonly scope: string;
  readonly figures: ScopeFigures;
  readonly instrument: Instrument;
  /** The same group in earlier weeks, oldest first. */
  readonly before: readonly EarlierScope[];
}

function toScope({ week, scope, figures, instrument, before }: ScopeOfWeek): ScopeShape<FigureShape> {
  const { respondents, total, scales } = figures;
  const describe = (name: Scale | 'total', figure: SteppedFigure): FigureShape => {
    const line = before.map((earlier) => ({
      week: earlier.week,
      mean: earlier.shown[name].mean,
      step: earlier.shown[name].step,
    }));
    line.push({ week, mean: figure.mean, step: figure.step });
    const variance = weeklyVariance(line, plannedVariance(instrument, name, respondents));
    const change = changeOf(line, variance, name === 'total' ? 'total' : 'scale');
    return { mean: figure.mean, step: figure.step, interval: intervalOf(figure, variance), change };
  };
  return {
    scope,
    published: true,
    respondents,
    total: describe('total', total),
    vigour: describe('vigour', scales.vigour),
    dedication: describe('dedication', scales.dedication),
    absorption: describe('absorption', scales.absorption),
  };
}

interface EarlierScope {
  readonly week: string;
  readonly shown: Extract<PublishedWeek['scopes'][number], { published: true }>;
}

/**
 * Maps groups of an earlier week to their present names; null where that is ambiguous. In any week a circle has one
 * name: the last of its names that occurs there. So a name that another circle took over belongs to the circle that had
 * it then.
 */
function presentScopes(
  scopes: PublishedWeek['scopes'],
  formerNames: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string | null> {
  const there = new Set(scopes.map(({ scope }) => scope));
  const present = new Map<string, string | null>();
  for (const [name, former] of formerNames) {
    const scope = `${CIRCLE}${name}`;
    const then = [...former.map((each) => `${CIRCLE}${each}`), scope].findLast((each) => there.has(each));
    if (then === undefined || then === scope) continue;
    present.set(then, present.has(then) ? null : scope);
  }
  return present;
}

/** For each group, the earlier weeks in which it was published, oldest first. */
function publishedBefore({
  previous,
  formerNames = new Map(),
}: WeekToDisclose): ReadonlyMap<string, readonly EarlierScope[]> {
  const found = new Map<string, EarlierScope[]>();
  for (const { week, scopes } of previous) {
    const present = presentScopes(scopes, formerNames);
    for (const shown of scopes) {
      const scope = present.has(shown.scope) ? present.get(shown.scope) : shown.scope;
      if (!shown.published || !scope) continue;
      const line = found.get(scope) ?? [];
      if (line.length < COMPARED_FIGURES - 1) line.unshift({ week, shown });
      found.set(scope, line);
    }
  }
  return found;
}

const figureSchema = z.strictObject({
  mean: z.number().min(0).max(6),
  step: z.number().positive().max(6),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  change: z
    .strictObject({
      direction: z.enum(['up', 'down', 'stable']),
      since: z.string().nullable(),
      against: z.string().nullable(),
      until: z.string().optional(),
    })
    .nullable(),
});

const weekSchema = z.strictObject({
  week: z.string(),
  scopes: z.array(
    z.discriminatedUnion('published', [
      z.strictObject({
        scope: z.string(),
        published: z.literal(true),
        respondents: z.enum(RESPONDENT_BANDS),
        total: figureSchema,
        vigour: figureSchema,
        dedication: figureSchema,
        absorption: figureSchema,
      }),
      z.strictObject({ scope: z.string(), published: z.literal(false), reason: z.string() }),
    ]),
  ),
});

const published = publishedShape<PublishedWeek>(weekSchema, 'week');
