import { z } from 'zod';
import { PolsslagError } from '../../errors.ts';
import { type EvaluationsToDisclose, showEvaluations } from '../evaluation-gate.ts';
import type { PublishedEvaluation } from '../published-evaluation.ts';
import { RESPONDENT_BANDS } from '../respondent-band.ts';

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
function brandEvaluation(evaluation: unknown): PublishedEvaluation {
  return z.custom<PublishedEvaluation>((value) => evaluationSchema.safeParse(value).success).parse(evaluation);
}
