import { z } from 'zod';
import { effectCells, type Felt } from '../effect-cells.ts';
import { combineEffects, FEWEST_RATERS, gateEffect } from '../effect-gate.ts';
import type { PublishedInterventions } from '../published-interventions.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { publishedShape } from './published-shape.ts';
import { effectSchema, WITHHELD_REASON } from './shown.ts';

type InterventionShape = PublishedInterventions['interventions'][number];

/** What was logged and answered of one intervention, of which nothing was told before. */
interface InterventionToDisclose {
  readonly code: string;
  /** Of the visits of the period, from 0 to 1; of supervisors' own doing. 0: it was only answered about. */
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
    // Of what nobody did in the period that it is withheld would tell that somebody answered about an earlier visit.
    if (cells.length === 0 && share > 0) team.push({ code, reason: WITHHELD_REASON });
    if (cells.length > 0) {
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
    team: published.give({ period, scope: 'team', interventions: mostWorthwhileFirst(team) }),
    own: new Map(
      [...own].map(([supervisor, shown]) => [
        supervisor,
        published.give({ period, scope: 'own', interventions: mostWorthwhileFirst(shown) }),
      ]),
    ),
    told: team.flatMap((each) => ('felt' in each ? [each.code] : [])),
  };
}

/** Reads a frozen period back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedInterventions(text: string): PublishedInterventions {
  return published.parse(text);
}

/** Most worthwhile first, by what is shown; what is withheld last. */
function mostWorthwhileFirst(shapes: readonly InterventionShape[]): InterventionShape[] {
  const meanOf = (shape: InterventionShape) => ('felt' in shape ? shape.felt.mean : 0);
  return shapes.toSorted((one, other) => meanOf(other) - meanOf(one));
}

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

const published = publishedShape<PublishedInterventions>(interventionsSchema, 'period');
