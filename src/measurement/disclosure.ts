import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import { divideIntoCells } from './cells.ts';
import { COMPARED_FIGURES, changeOf } from './change.ts';
import { type CircleScores, poolScores, scoresByCircle, type WeekAnswers } from './circle-scores.ts';
import { combineCells, type ScopeFigures, withTotal } from './combine.ts';
import type { Corrections } from './corrections.ts';
import { effectCells, type Felt } from './effect-cells.ts';
import { combineEffects, FEWEST_OF_SEVERAL, FEWEST_RATERS, gateEffect } from './effect-gate.ts';
import { type EvaluationsToDisclose, showEvaluations } from './evaluation-gate.ts';
import type { SteppedFigure } from './figure-range.ts';
import { FEWEST_BESIDE_OTHERS, FEWEST_PEOPLE, gateFigure } from './gate.ts';
import type { Instrument } from './instrument.ts';
import { intervalOf } from './interval.ts';
import type { PublishedEvaluation } from './published-evaluation.ts';
import type { InterventionShape, PublishedInterventions } from './published-interventions.ts';
import { ALPHA_TOLD, type PublishedMethod } from './published-method.ts';
import type { PublishedResources, ResourceShape } from './published-resources.ts';
import type { FigureShape, PublishedWeek, ScopeShape } from './published-week.ts';
import { RESOURCE_GROUPS, type ResourceGroup } from './resource-instrument.ts';
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

/** What was logged and answered of one intervention, of which nothing was told before. */
interface InterventionToDisclose {
  readonly code: string;
  /** Of the visits of the period, from 0 to 1; of supervisors' own doing. */
  readonly share: number;
  readonly felt: readonly Felt[];
  /** What each supervisor expected, over all that they logged, whether it was answered or not: that tells of nobody. */
  readonly expected: ReadonlyMap<string, number>;
}

interface DisclosedInterventions {
  readonly team: PublishedInterventions;
  /** By supervisor: only for themselves. */
  readonly own: ReadonlyMap<string, PublishedInterventions>;
  /** Of which answers were told: they are never told of again. */
  readonly told: readonly string[];
}

/**
 * Decides what may be seen of interventions in a closed period. See effect-gate.ts for the promise, effect-cells.ts for who
 * is shown with whom. The team's figure is made of what is shown of the cells, so that a supervisor who subtracts their own
 * from it gets no more than the figure of the others, which keeps the promise too.
 */
export function discloseInterventions(
  period: string,
  interventions: readonly InterventionToDisclose[],
  minimum: number,
): DisclosedInterventions {
  const fewest = Math.max(minimum, FEWEST_RATERS);
  const team: InterventionShape[] = [];
  const own = new Map<string, InterventionShape[]>();
  for (const { code, share, felt, expected } of interventions) {
    const cells = effectCells(felt, fewest).flatMap((cell) => {
      const figure = gateEffect(cell);
      return figure === null ? [] : [{ supervisor: cell.supervisor, figure, raters: bandOf(cell.effects.length) }];
    });
    const told = { code, share: Math.round(share * 100) };
    if (cells.length === 0) team.push({ code, reason: WITHHELD_REASON });
    else {
      const raters = bandOf(new Set(felt.map(({ teacher }) => teacher)).size);
      const ofSupervisors = gateEffect({ effects: [...expected.values()], isOnce: false });
      team.push({ ...told, felt: combineEffects(cells), expected: ofSupervisors, raters });
    }
    for (const { supervisor, figure, raters } of cells) {
      if (supervisor === null) continue;
      const mean = expected.get(supervisor);
      // What they expected themselves is theirs.
      const theirs = mean === undefined ? null : { mean: Math.round(mean * 10) / 10, step: 0.1 };
      own.set(supervisor, [...(own.get(supervisor) ?? []), { ...told, felt: figure, expected: theirs, raters }]);
    }
  }
  return {
    team: brandInterventions({ period, scope: 'team', interventions: inOrder(team) }),
    own: new Map(
      [...own].map(([supervisor, shown]) => [
        supervisor,
        brandInterventions({ period, scope: 'own', interventions: inOrder(shown) }),
      ]),
    ),
    told: team.flatMap((each) => ('felt' in each ? [each.code] : [])),
  };
}

/** Reads a frozen period back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedInterventions(text: string): PublishedInterventions {
  try {
    return brandInterventions(JSON.parse(text));
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The stored text of a published period cannot be read.', { cause });
  }
}

/** What was answered about one resource, of which nothing was told before. */
interface ResourceToDisclose {
  readonly code: string;
  readonly group: ResourceGroup;
  /** How much of it there is, from 1 to 5, one a teacher (the mean of theirs). */
  readonly scores: readonly number[];
}

/**
 * Decides what may be seen of resources in a closed quarter: a cell of all teachers for each, by the same gate as effects and
 * with its promise (effect-gate.ts). The ranking follows what is shown, and the order of the questionnaire where that is the
 * same, so that it tells nothing more.
 */
export function discloseResources(
  quarter: string,
  resources: readonly ResourceToDisclose[],
  minimum: number,
): { readonly published: PublishedResources; readonly told: readonly string[] } {
  const fewest = Math.max(minimum, FEWEST_OF_SEVERAL);
  const shown = resources.map(({ code, group, scores }): ResourceShape & { readonly group: ResourceGroup } => {
    const figure = scores.length < fewest ? null : gateEffect({ effects: scores, isOnce: false });
    if (figure === null) return { group, code, reason: WITHHELD_REASON };
    return { group, code, figure, raters: bandOf(scores.length) };
  });
  const meanOf = (shape: ResourceShape) => ('figure' in shape ? shape.figure.mean : 0);
  const groups = RESOURCE_GROUPS.map((group) => {
    const ofGroup = shown.filter((each) => each.group === group).map(({ group: _, ...shape }) => shape);
    return { group, resources: ofGroup.toSorted((one, other) => meanOf(other) - meanOf(one)) };
  });
  const told = shown.flatMap((each) => ('figure' in each ? [each.code] : []));
  return { published: brandResources({ quarter, groups }), told };
}

/** Reads a frozen quarter back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedResources(text: string): PublishedResources {
  try {
    return brandResources(JSON.parse(text));
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The stored text of a published quarter cannot be read.', { cause });
  }
}

/** Decides what may be seen of a campaign of evaluations that is closed; see evaluation-gate.ts. */
export function discloseEvaluations(input: EvaluationsToDisclose): PublishedEvaluation {
  return brandEvaluation(showEvaluations(input, 'too few, carried to the next round'));
}

/** Reads a closed campaign back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedEvaluation(text: string): PublishedEvaluation {
  try {
    return brandEvaluation(JSON.parse(text));
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The stored text of a published evaluation cannot be read.', { cause });
  }
}

/** Most worthwhile first, by what is shown; what is withheld last. */
function inOrder(shapes: readonly InterventionShape[]): InterventionShape[] {
  const meanOf = (shape: InterventionShape) => ('felt' in shape ? shape.felt.mean : 0);
  return shapes.toSorted((one, other) => meanOf(other) - meanOf(one));
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

const effectSchema = z.strictObject({ mean: z.number().min(1).max(5), step: z.number().positive().max(4) });

const interventionsSchema = z.strictObject({
  period: z.string(),
  scope: z.enum(['team', 'own']),
  interventions: z.array(
    z.union([
      z.strictObject({
        code: z.string(),
        share: z.int().min(0).max(100),
        felt: effectSchema,
        expected: effectSchema.nullable(),
        raters: z.enum(RESPONDENT_BANDS),
      }),
      z.strictObject({ code: z.string(), reason: z.string() }),
    ]),
  ),
});

const resourcesSchema = z.strictObject({
  quarter: z.string(),
  groups: z.array(
    z.strictObject({
      group: z.enum(RESOURCE_GROUPS),
      resources: z.array(
        z.union([
          z.strictObject({ code: z.string(), figure: effectSchema, raters: z.enum(RESPONDENT_BANDS) }),
          z.strictObject({ code: z.string(), reason: z.string() }),
        ]),
      ),
    }),
  ),
});

const scopeOfEvaluation = z.enum(['team', 'supervisor']);
const fiveSteps = z.number().min(1).max(5);

const evaluationSchema = z.discriminatedUnion('published', [
  z.strictObject({
    campaign: z.uuid(),
    scope: scopeOfEvaluation,
    published: z.literal(true),
    raters: z.enum(RESPONDENT_BANDS),
    items: z.array(
      z.union([
        z.strictObject({ code: z.string(), mean: fiveSteps, spread: z.number().min(0).max(2).nullable() }),
        z.strictObject({ code: z.string(), reason: z.string() }),
      ]),
    ),
    texts: z.strictObject({ keep: z.array(z.string()), change: z.array(z.string()) }).nullable(),
  }),
  z.strictObject({ campaign: z.uuid(), scope: scopeOfEvaluation, published: z.literal(false), reason: z.string() }),
]);

/** The one place where the brand is given: the type says that a value went through this module. */
function brand(week: unknown): PublishedWeek {
  return z.custom<PublishedWeek>((value) => weekSchema.safeParse(value).success).parse(week);
}

function brandInterventions(period: unknown): PublishedInterventions {
  return z.custom<PublishedInterventions>((value) => interventionsSchema.safeParse(value).success).parse(period);
}

function brandResources(quarter: unknown): PublishedResources {
  return z.custom<PublishedResources>((value) => resourcesSchema.safeParse(value).success).parse(quarter);
}

function brandEvaluation(evaluation: unknown): PublishedEvaluation {
  return z.custom<PublishedEvaluation>((value) => evaluationSchema.safeParse(value).success).parse(evaluation);
}

function brandMethod(method: z.input<typeof methodSchema>): PublishedMethod {
  return z.custom<PublishedMethod>((value) => methodSchema.safeParse(value).success).parse(method);
}
