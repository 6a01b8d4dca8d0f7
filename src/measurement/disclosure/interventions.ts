import { z } from 'zod';
import { effectCells, type Felt } from '../effect-cells.ts';
import { combineEffects, FEWEST_RATERS, gateEffect } from '../effect-gate.ts';
import type { PublishedInterventions } from '../published-interventions.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { publishedShape } from './published-shape.ts';
import { effectSchema, WITHHELD_REASON } from './shown.ts';

type InterventionShape = PublishedInterventions['interventions'][number];

/** The logs and answers about one intervention that were not published before. */
interface InterventionToDisclose {
  readonly code: string;
  /** The share of the period's visits, from 0 to 1. It comes from the supervisors' own logs. */
  readonly share: number;
  readonly felt: readonly Felt[];
  /**
   * What each supervisor expected on average over everything they logged, answered or not, so that it reveals nothing
   * about teachers.
   */
  readonly expected: ReadonlyMap<string, number>;
}

interface DisclosedInterventions {
  readonly team: PublishedInterventions;
  /** By supervisor, for that supervisor only. */
  readonly own: ReadonlyMap<string, PublishedInterventions>;
  /** The interventions whose answers were published; these answers are never used again. */
  readonly told: readonly string[];
}

/**
 * Decides what may be shown of interventions in a closed period. effect-gate.ts states the promise; effect-cells.ts
 * decides who is shown with whom. The team's figure is made from the figures shown for the cells. A supervisor who
 * subtracts their own figure from it therefore learns only the figure of the others, which keeps the promise too.
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
    // Not for an intervention that nobody did in the period: saying that it is withheld would reveal that somebody
    // answered about an earlier visit.
    if (cells.length === 0 && share > 0) team.push({ code, reason: WITHHELD_REASON });
    if (cells.length > 0) {
      const raters = bandOf(new Set(felt.map(({ teacher }) => teacher)).size);
      const ofSupervisors = gateEffect({ effects: [...expected.values()], isOnce: false });
      team.push({ ...told, felt: combineEffects(cells), expected: ofSupervisors, raters });
    }
    for (const { supervisor, figure, raters } of cells) {
      if (supervisor === null) continue;
      const mean = expected.get(supervisor);
      // A supervisor may see what they expected themselves.
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

/** Reads the published figures of a period. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedInterventions(text: string): PublishedInterventions {
  return published.parse(text);
}

/** Sorts by the shown figure, most worthwhile first; withheld ones come last. */
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
