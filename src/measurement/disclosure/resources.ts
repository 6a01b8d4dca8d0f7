import { z } from 'zod';
import { FEWEST_OF_SEVERAL, gateEffect } from '../effect-gate.ts';
import type { PublishedResources } from '../published-resources.ts';
import { RESOURCE_GROUPS, type ResourceGroup } from '../resource-instrument.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { publishedShape } from './published-shape.ts';
import { effectSchema, WITHHELD_REASON } from './shown.ts';

type ResourceShape = PublishedResources['groups'][number]['resources'][number];

/** The answers about one resource that were not published before. */
interface ResourceToDisclose {
  readonly code: string;
  readonly group: ResourceGroup;
  /** The scores from 1 to 5, one for each teacher (the mean of their answers). */
  readonly scores: readonly number[];
}

/**
 * Decides what may be shown of resources in a closed quarter: one cell of all teachers for each resource, by the same
 * gate as effects and with its promise (effect-gate.ts). The ranking follows the shown figures, and for equal ones the
 * order of the questionnaire, so that it reveals nothing more.
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

/** Reads the published figures of a quarter. @throws PolsslagError BAD_INPUT when the text is not one */
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
