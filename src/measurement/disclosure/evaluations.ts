import { z } from 'zod';
import { FEWEST_PEOPLE } from '../gate.ts';
import type { EvaluationShape, PublishedEvaluation } from '../published-evaluation.ts';
import { type Random, shuffled } from '../random.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { exactSum, roundToTenth } from '../tenths.ts';
import { publishedShape } from './published-shape.ts';

const TOO_FEW = 'too few, carried to the next round';
/** The fewest evaluations needed to show a spread or written texts. */
const FEWEST_FOR_MORE = 10;

/** The evaluation of one teacher. */
interface GivenEvaluation {
  /**
   * Answers from 1 to 5 by item, null for "does not apply". The whole is null once its answers were published in an
   * earlier round.
   */
  readonly answers: Readonly<Record<string, number | null>> | null;
  readonly keep: string;
  readonly change: string;
}

interface EvaluationsToDisclose {
  readonly campaign: string;
  readonly scope: 'team' | 'supervisor';
  /** The codes of the items, in the order in which they are shown. */
  readonly codes: readonly string[];
  readonly evaluations: readonly GivenEvaluation[];
  /** The fewest evaluations behind any figure; never less than FEWEST_PEOPLE. */
  readonly minimum: number;
  readonly random: Random;
}

/**
 * Decides what may be shown of the evaluations of a closed campaign. That depends only on how many there are, except
 * for an item that almost nobody found applicable. Unlike the figures of weeks (gate.ts) and of interventions
 * (effect-gate.ts), means near an end of the scale are not widened to ranges: evaluations are nearly always near an
 * end, so that nothing would be left to learn from. The price is stated where teachers read about it: when all answered
 * alike, the mean reveals what each of them answered. Who they are stays hidden, because the reader knows whom they
 * helped but not who of them evaluated.
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
    // Shuffled separately, so that what somebody would keep cannot be linked to what they would change.
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

/** Reads the published figures of a campaign. @throws PolsslagError BAD_INPUT when the text is not one */
export function parsePublishedEvaluation(text: string): PublishedEvaluation {
  return published.parse(text);
}

/** The same figures without the written texts. */
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
