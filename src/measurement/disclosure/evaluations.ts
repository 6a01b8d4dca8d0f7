import { z } from 'zod';
import { FEWEST_PEOPLE } from '../gate.ts';
import type { EvaluationShape, PublishedEvaluation } from '../published-evaluation.ts';
import { type Random, shuffled } from '../random.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { exactSum, roundToTenth } from '../tenths.ts';
import { publishedShape } from './published-shape.ts';

const TOO_FEW = 'too few, carried to the next round';
/** Fewest evaluations behind a spread, and behind what was written. */
const FEWEST_FOR_MORE = 10;

/** What one teacher answered. */
interface GivenEvaluation {
  /** From 1 to 5 by item, null where it does not apply; null once they were told of in an earlier round. */
  readonly answers: Readonly<Record<string, number | null>> | null;
  readonly keep: string;
  readonly change: string;
}

interface EvaluationsToDisclose {
  readonly campaign: string;
  readonly scope: 'team' | 'supervisor';
  /** In the order in which they are shown. */
  readonly codes: readonly string[];
  readonly evaluations: readonly GivenEvaluation[];
  /** Fewest evaluations behind anything; never fewer than FEWEST_PEOPLE. */
  readonly minimum: number;
  readonly random: Random;
}

/**
 * Decides what may be seen of the evaluations of a campaign that is closed. That goes only by how many there are, except for an
 * item that hardly anybody found to apply.
 *
 * Unlike the figures of weeks (gate.ts) and of interventions (effect-gate.ts), means near an end are not widened to ranges:
 * evaluations lie near one nearly always, so that nothing would be left to learn from. The price is said where teachers
 * read about it: when all answered alike, the mean tells what each of them answered. Who that is remains hidden, because whoever
 * reads it knows whom they helped, and not who of them evaluated.
 */
export function discloseEvaluations(input: EvaluationsToDisclose): PublishedEvaluation {
  return published.give(showEvaluation(input));
}

function showEvaluation(input: EvaluationsToDisclose): EvaluationShape {
  const { campaign, scope, codes, evaluations } = input;
  const fewest = Math.max(input.minimum, FEWEST_PEOPLE);
  const answered = evaluations.flatMap(({ answers }) => (answers === null ? [] : [answers]));
  if (answered.length < fewest) {
    return { campaign, scope, published: false, reason: TOO_FEW, fewest };
  }
  const items = codes.map((code) =>
    showItem(
      code,
      answered.flatMap((answers) => answers[code] ?? []),
      fewest,
    ),
  );
  const written = (which: 'keep' | 'change') => {
    const texts = evaluations.map((each) => each[which].trim()).filter((text) => text !== '');
    // Shuffled by themselves: what somebody would keep says nothing about what they would change.
    return shuffled(texts, input.random);
  };
  const texts =
    evaluations.length < Math.max(fewest, FEWEST_FOR_MORE)
      ? null
      : { keep: written('keep'), change: written('change') };
  return { campaign, scope, published: true, raters: bandOf(answered.length), items, texts };
}

function showItem(code: string, values: readonly number[], fewest: number) {
  if (values.length < fewest) return { code, reason: TOO_FEW };
  const mean = exactSum(values) / values.length;
  const variance = exactSum(values.map((value) => (value - mean) ** 2)) / values.length;
  const spread = values.length < Math.max(fewest, FEWEST_FOR_MORE) ? null : roundToTenth(Math.sqrt(variance));
  return { code, mean: roundToTenth(mean), spread };
}

/** Reads a closed campaign back. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedEvaluation(text: string): PublishedEvaluation {
  return published.parse(text);
}

/** The same figures, and no longer what was written. */
export function withoutTexts(evaluation: PublishedEvaluation): PublishedEvaluation {
  return evaluation.published ? published.give({ ...evaluation, texts: 'erased' }) : evaluation;
}

const scopeOfEvaluation = z.enum(['team', 'supervisor']);
const fiveSteps = z.number().min(1).max(5);

const evaluationsSchema = z.discriminatedUnion('published', [
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
    texts: z.union([
      z.strictObject({ keep: z.array(z.string()), change: z.array(z.string()) }).nullable(),
      z.literal('erased'),
    ]),
  }),
  z.strictObject({
    campaign: z.uuid(),
    scope: scopeOfEvaluation,
    published: z.literal(false),
    reason: z.string(),
    fewest: z.int().optional(),
    invited: z.enum(RESPONDENT_BANDS).optional(),
  }),
]);

const published = publishedShape<PublishedEvaluation>(evaluationsSchema, 'evaluation');
