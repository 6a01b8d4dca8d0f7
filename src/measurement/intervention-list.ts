import { z } from 'zod';
import { PolsslagError } from '../errors.ts';

const label = z.string().trim().min(1).max(70);

const listSchema = z
  .array(
    z.strictObject({
      code: z.string().regex(/^[A-Z0-9_]{1,20}$/, 'must be 1 to 20 capitals, digits or underscores'),
      /** What belongs together: told in an overview beside the label. */
      group: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 small letters, digits or hyphens'),
      labels: z.strictObject({ nl: label, en: label }),
    }),
  )
  .min(1)
  .max(40);

type Interventions = Readonly<z.infer<typeof listSchema>>;

/** What supervisors can do for a teacher, in the order in which it is shown. */
export interface InterventionList {
  readonly codes: readonly string[];
  /** A code of a list that was replaced since is its own label. */
  labelOf(code: string, language: string): string;
}

/**
 * Reads a list of interventions. `name` is what the faults call it.
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseInterventions(json: unknown, name: string): InterventionList {
  const parsed = listSchema.safeParse(json);
  const faults = parsed.success ? repeated(parsed.data) : parsed.error.issues.map(describeIssue);
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

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`;
}

function repeated(list: Interventions): string[] {
  const codes = list.map(({ code }) => code);
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))].map(
    (code) => `code ${code} stands more than once`,
  );
}
