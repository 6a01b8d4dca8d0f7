import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import { divideIntoCells } from './cells.ts';
import { COMPARED_FIGURES, changeOf } from './change.ts';
import { type CircleScores, poolScores, scoresByCircle, type WeekAnswers } from './circle-scores.ts';
import { combineCells, type ScopeFigures, withTotal } from './combine.ts';
import type { Corrections } from './corrections.ts';
import type { SteppedFigure } from './figure-range.ts';
import { FEWEST_BESIDE_OTHERS, FEWEST_PEOPLE, gateFigure } from './gate.ts';
import type { Instrument } from './instrument.ts';
import { intervalOf } from './interval.ts';
import { ALPHA_TOLD, type PublishedMethod } from './published-method.ts';
import type { FigureShape, PublishedWeek, ScopeShape } from './published-week.ts';
import { bandOf, RESPONDENT_BANDS } from './respondent-band.ts';
import { SCALES, type Scale } from './scale.ts';
import { type CycleSummary, reliabilityOf } from './statistics.ts';
import { plannedVariance, weeklyVariance } from './weekly-spread.ts';

/** Said of every scope that is not shown, whatever the cause: a key of the texts, and readable by itself. */
const WITHHELD_REASON = 'withheld to protect the people in it';

interface WeekToDisclose {
  /** ISO week, '2026-W47'; the caller has made sure that it is over. */
  readonly week: string;
  readonly answers: WeekAnswers;
  /** Names of all circles, in the order in which they are shown. */
  readonly circles: readonly string[];
  /** Circles in which somebody was asked this week; all of them when left out. The others hide nobody and are not pooled. */
  readonly askedCircles?: ReadonlySet<string>;
  readonly instrument: Instrument;
  readonly corrections: Corrections;
  /** Fewest people who answered on every scale, at least FEWEST_PEOPLE. */
  readonly minimum: number;
  /** Published weeks before this one, latest first. */
  readonly previous: Iterable<PublishedWeek>;
}

/**
 * Decides what people may see of a week's answers. See gate.ts for the promise, cells.ts for who is shown with whom.
 * @throws PolsslagError BAD_CONFIGURATION when the minimum is too low, BAD_INPUT on an answer outside the instrument
 */
export function discloseWeek(input: WeekToDisclose): PublishedWeek {
  const { week, answers, circles, instrument, corrections, minimum, previous } = input;
  if (!Number.isInteger(minimum) || minimum < FEWEST_PEOPLE) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `The fewest people shown must be a whole number from ${FEWEST_PEOPLE}.`,
    );
  }
  const asked = input.askedCircles ?? new Set(circles);
  const byCircle = scoresByCircle(answers, instrument, corrections);
  const counted = [...new Set([...circles, ...byCircle.keys()])].filter(
    (name) => asked.has(name) || byCircle.has(name),
  );
  const respondents = new Map(counted.map((name) => [name, byCircle.get(name)?.respondents ?? 0]));
  const numbers = { fewest: minimum, beside: Math.max(minimum, FEWEST_BESIDE_OTHERS) };
  const cells = divideIntoCells(respondents, numbers).map(({ circle, members }) => ({
    circle,
    scores: poolScores(members.map((name) => byCircle.get(name) ?? poolScores([]))),
  }));
  const decided = scopesOf([...new Set([...circles, ...counted])], cells);
  const before = publishedBefore(previous);
  const scopes = decided.map(([scope, figures]) =>
    figures === null
      ? { scope, published: false, reason: WITHHELD_REASON }
      : toScope({ week, scope, figures, instrument, before: before.get(scope) ?? [] }),
  );
  return brand({ week, scopes });
}

/** Reads a frozen week back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedWeek(text: string): PublishedWeek {
  try {
    return brand(JSON.parse(text, text.includes('"change":"') ? inPresentShape : undefined));
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The stored text of a published week cannot be read.', { cause });
  }
}

/** At first a change was the direction only, against the last published week. */
function inPresentShape(key: string, value: unknown): unknown {
  return key === 'change' && typeof value === 'string' ? { direction: value, since: null, against: null } : value;
}

/** The text in which a week is frozen: the same week gives the same bytes. */
export function publishedWeekJson(week: PublishedWeek): string {
  return JSON.stringify(weekSchema.parse(week));
}

/**
 * Decides what people may see of Cronbach's alpha; null below the threshold and when two teachers made more than a
 * third of the cycles. Both depend on numbers only.
 *
 * Two decimals give nobody away. Alpha is the same whoever gave which three answers, so that it ties none to a teacher;
 * and each answer of another than two colluding teachers can lie 2 points elsewhere, with the other answers such that
 * the same is told (test/measurement/method-disclosure.test.ts looks for the narrowest range, and shows what two could do who
 * answer by plan for months). The ends of ALPHA_TOLD hide the rest: far below them the sums are nearly equal, and who
 * knows his own sum would know everybody's; far above them everybody gives one answer thrice. A scale without an alpha
 * is told as a low one. Cycles are rounded down to tens, lest two exact counts tell whether the one teacher in between
 * finished.
 */
export function discloseMethod(summary: CycleSummary): PublishedMethod | null {
  const alpha = reliabilityOf(summary);
  if (alpha === null || summary.ofTwo > summary.cycles / 3) return null;
  const [lowest, highest] = ALPHA_TOLD;
  const told = (scale: Scale) => Math.min(highest, Math.max(lowest, Math.round((alpha[scale] ?? 0) * 100) / 100));
  return brandMethod({
    alpha: { vigour: told('vigour'), dedication: told('dedication'), absorption: told('absorption') },
    cycles: Math.floor(summary.cycles / 10) * 10,
    teachers: bandOf(summary.teachers),
  });
}

/**
 * Decides what may be told of how long teachers waited for a first visit: the median in whole days, each teacher once (the
 * mean of theirs); null for fewer than the minimum of different ones. It is no answer of theirs, and whoever was visited
 * and whoever came know a wait themselves; the median of five or more ties none to a teacher whom they do not know of.
 * Every wait is told of once, in one week: two medians cannot be subtracted.
 */
export function discloseWaiting(
  waits: readonly { readonly teacher: string; readonly days: number }[],
  minimum: number,
): number | null {
  const ofTeachers = new Map<string, number[]>();
  for (const { teacher, days } of waits) ofTeachers.set(teacher, [...(ofTeachers.get(teacher) ?? []), days]);
  if (ofTeachers.size < Math.max(minimum, FEWEST_PEOPLE)) return null;
  const means = [...ofTeachers.values()]
    .map((days) => days.reduce((sum, each) => sum + each, 0) / days.length)
    .sort((one, other) => one - other);
  const [below, above] = [means[Math.floor((means.length - 1) / 2)], means[Math.floor(means.length / 2)]];
  return Math.round(((below ?? 0) + (above ?? 0)) / 2);
}

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
    ...circles.map((name) => [`circle:${name}`, of(name)] as const),
    ...(pool === null ? [] : [['other circles', pool] as const]),
  ];
}

function showFigures({ respondents, scores }: CircleScores): ScopeFigures | null {
  const vigour = gateFigure(scores.vigour);
  const dedication = gateFigure(scores.dedication);
  const absorption = gateFigure(scores.absorption);
  // A gate says no to few people only, and a cell has enough of them on every scale.
  if (vigour === null || dedication === null || absorption === null) return null;
  return withTotal(bandOf(respondents), { vigour, dedication, absorption });
}

interface ScopeOfWeek {
  readonly week: string;
  readonly scope: string;
  readonly figures: ScopeFigures;
  readonly instrument: Instrument;
  /** The same scope in earlier weeks, oldest first. */
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

/** Each scope in the weeks before in which it was published, oldest first. */
function publishedBefore(previous: Iterable<PublishedWeek>): ReadonlyMap<string, readonly EarlierScope[]> {
  const found = new Map<string, EarlierScope[]>();
  for (const { week, scopes } of previous) {
    for (const shown of scopes) {
      if (!shown.published) continue;
      const line = found.get(shown.scope) ?? [];
      if (line.length < COMPARED_FIGURES - 1) line.unshift({ week, shown });
      found.set(shown.scope, line);
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

const methodSchema = z.strictObject({
  alpha: z.record(z.enum(SCALES), z.number().min(ALPHA_TOLD[0]).max(ALPHA_TOLD[1])),
  cycles: z.int().multipleOf(10),
  teachers: z.enum(RESPONDENT_BANDS),
});

/** The one place where the brand is given: the type says that a value went through this module. */
function brand(week: unknown): PublishedWeek {
  return z.custom<PublishedWeek>((value) => weekSchema.safeParse(value).success).parse(week);
}

function brandMethod(method: z.input<typeof methodSchema>): PublishedMethod {
  return z.custom<PublishedMethod>((value) => methodSchema.safeParse(value).success).parse(method);
}
