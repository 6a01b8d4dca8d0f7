import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import type { JsonText } from '../json-text.ts';
import { describeShape, placeIn } from '../shape-faults.ts';
import { repeated } from './loose-parts.ts';

const label = z.string().trim().min(1).max(70);

const listSchema = z
  .array(
    z.strictObject({
      code: z.string().regex(/^[A-Z0-9_]{1,20}$/, 'must be 1 to 20 capitals, digits or underscores'),
      /** The group that it belongs to, shown in overviews beside the label. */
      group: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 small letters, digits or hyphens'),
      labels: z.strictObject({ nl: label, en: label }),
    }),
  )
  .min(1)
  .max(40);

/** The interventions that supervisors can log, in display order. */
export interface InterventionList {
  readonly codes: readonly string[];
  /** The label of a code; an unknown code, of a list that was replaced, is its own label. */
  labelOf(code: string, language: string): string;
}

/**
 * Reads a list of interventions. Faults refer to it by `name`.
 * @param lineOf gives the line of a part; null where there are no lines
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseInterventions(
  json: unknown,
  name: string,
  lineOf: JsonText['lineOf'] | null = null,
): InterventionList {
  const parsed = listSchema.safeParse(json);
  const issues = parsed.error?.issues ?? [];
  const faults = [...describeShape(json, issues, (path) => placeIn(path, lineOf)), ...doubledCodes(json)];
  if (!parsed.success || faults.length > 0) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      faults.map((fault) => `Interventions ${name}: ${fault}.`),
    );
  }
  const labels = new Map(parsed.data.map((each) => [each.code, each.labels]));
  return {
    codes: [...labels.keys()],
    labelOf: (code, language) => labels.get(code)?.[language === 'en' ? 'en' : 'nl'] ?? code,
  };
}

/** Reads as many codes as possible, whatever else is wrong. */
const codesSchema = z.array(z.object({ code: z.string().nullable().catch(null) }).catch({ code: null })).catch([]);

function doubledCodes(json: unknown): string[] {
  const codes = codesSchema.parse(json).flatMap(({ code }) => code ?? []);
  return repeated(codes).map((code) => `code ${code} stands more than once`);
}
