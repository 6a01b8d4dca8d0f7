import { z } from 'zod';
import { ALPHA_TOLD, type PublishedMethod } from '../published-method.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { SCALES, type Scale } from '../scale.ts';
import { type CycleSummary, reliabilityOf } from '../statistics.ts';
import { publishedShape } from './published-shape.ts';

/**
 * Decides what people may see of Cronbach's alpha; null below the threshold and when two teachers made more than a
 * third of the cycles. Both depend on numbers only.
 *
 * Two decimals give nobody away. Alpha is the same whoever gave which three answers, so that it ties none to a teacher;
 * and each answer of another than two colluding teachers can lie 2 points elsewhere, with the other answers such that
 * the same is told (test/measurement/method-disclosure.test.ts looks for the narrowest range, and shows what two could do who
 * answer by plan for months). The ends of ALPHA_TOLD hide the rest: far below them the sums are nearly equal, and who
 * knows his own sum would know everybody's; far above them everybody gives one answer thrice. A scale without an alpha
 * is told as a low one. Cycles are rounded down to tens, so that two exact counts cannot tell whether the one teacher in between
 * finished.
 */
export function discloseMethod(summary: CycleSummary): PublishedMethod | null {
  const alpha = reliabilityOf(summary);
  if (alpha === null || summary.ofTwo > summary.cycles / 3) return null;
  const [lowest, highest] = ALPHA_TOLD;
  const told = (scale: Scale) => Math.min(highest, Math.max(lowest, Math.round((alpha[scale] ?? 0) * 100) / 100));
  return published.give({
    alpha: { vigour: told('vigour'), dedication: told('dedication'), absorption: told('absorption') },
    cycles: Math.floor(summary.cycles / 10) * 10,
    teachers: bandOf(summary.teachers),
  });
}

/** Reads what was told of a quarter back. @throws PolsslagError BAD_INPUT when the text is not that */
export function parsePublishedMethod(text: string): PublishedMethod {
  return published.parse(text);
}

const methodSchema = z.strictObject({
  alpha: z.record(z.enum(SCALES), z.number().min(ALPHA_TOLD[0]).max(ALPHA_TOLD[1])),
  cycles: z.int().multipleOf(10),
  teachers: z.enum(RESPONDENT_BANDS),
});

const published = publishedShape<PublishedMethod>(methodSchema, 'method');
