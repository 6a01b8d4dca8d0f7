import { FEWEST_PEOPLE } from './gate.ts';
import type { EvaluatedItem, EvaluationShape } from './published-evaluation.ts';
import { type Random, shuffled } from './random.ts';
import { bandOf } from './respondent-band.ts';
import { exactSum, roundToTenth } from './tenths.ts';

/** Fewest evaluations behind a spread, and behind what was written. */
const FEWEST_FOR_MORE = 10;

/** What one teacher answered. */
export interface GivenEvaluation {
  /** From 1 to 5 by item, null where it does not apply; null once they were told of in an earlier round. */
  readonly answers: Readonly<Record<string, number | null>> | null;
  readonly keep: string;
  readonly change: string;
}

export interface EvaluationsToDisclose {
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
 * What may be seen of the evaluations of a campaign that is closed. What is decided goes by how many there are alone, but for
 * an item that hardly anybody found to apply.
 *
 * Unlike the figures of weeks (gate.ts) and of interventions (effect-gate.ts), means near an end are not widened to ranges:
 * evaluations lie near one nearly always, so that nothing would be left to learn from. The price is said where teachers
 * read about it: when all answered alike, the mean tells what each of them answered. Who that is remains hidden, for whoever
 * reads it knows whom they helped, and not who of them evaluated.
 */
export function showEvaluations(input: EvaluationsToDisclose, reason: string): EvaluationShape {
  const { campaign, scope, codes, evaluations } = input;
  const fewest = Math.max(input.minimum, FEWEST_PEOPLE);
  const answered = evaluations.flatMap(({ answers }) => (answers === null ? [] : [answers]));
  if (answered.length < fewest) return { campaign, scope, published: false, reason };
  const items = codes.map((code) =>
    showItem(
      code,
      answered.flatMap((answers) => answers[code] ?? []),
      fewest,
      reason,
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

function showItem(code: string, values: readonly number[], fewest: number, reason: string): EvaluatedItem {
  if (values.length < fewest) return { code, reason };
  const mean = exactSum(values) / values.length;
  const variance = exactSum(values.map((value) => (value - mean) ** 2)) / values.length;
  const spread = values.length < Math.max(fewest, FEWEST_FOR_MORE) ? null : roundToTenth(Math.sqrt(variance));
  return { code, mean: roundToTenth(mean), spread };
}
