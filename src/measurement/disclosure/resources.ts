import { z } from 'zod';
import { FEWEST_OF_SEVERAL, gateEffect } from '../effect-gate.ts';
import type { PublishedResources } from '../published-resources.ts';
import { RESOURCE_GROUPS, type ResourceGroup } from '../resource-instrument.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { publishedShape } from './published-shape.ts';
import { effectSchema, WITHHELD_REASON } from './shown.ts';

type ResourceShape = PublishedResources['groups'][number]['resources'][number];

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
  return { published: published.give({ quarter, groups }), told };
}

/** Reads a frozen quarter back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedResources(text: string): PublishedResources {
  return published.parse(text);
}

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

const published = publishedShape<PublishedResources>(resourcesSchema, 'quarter');
