import { z } from 'zod';
import { ALPHA_TOLD, type PublishedMethod } from '../published-method.ts';
import { bandOf, RESPONDENT_BANDS } from '../respondent-band.ts';
import { SCALES, type Scale } from '../scale.ts';
import { type CycleSummary, reliabilityOf } from '../statistics.ts';
import { publishedShape } from './published-shape.ts';

/**
 * Decides what may be shown of Cronbach's alpha. Null below the threshold, and when two teachers made more than a third
 * of the cycles; both depend on numbers only. Two decimals reveal nobody's answers. Alpha is the same whoever gave
 * which three answers, so that it links none to a teacher; and each answer of a teacher other than two who collude
 * could differ by 2 points, with the other answers such that the same alpha results
 * (test/measurement/method-disclosure.test.ts searches for the narrowest range, and shows what two people could learn
 * who answer by plan for months). Values beyond ALPHA_TOLD are shown as its ends: far below them the sums are nearly
 * equal, so that somebody who knows their own sum would know everybody's; far above them everybody gives one answer
 * three times. A scale without an alpha is shown as a low one. Cycles are rounded down to tens, so that two exact
 * counts cannot show whether the one teacher in between finished.
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

/** Reads the published reliability of a quarter. @throws PolsslagError BAD_INPUT when the text is not that */
export function parsePublishedMethod(text: string): PublishedMethod {
  return published.parse(text);
}

const methodSchema = z.strictObject({
  alpha: z.record(z.enum(SCALES), z.number().min(ALPHA_TOLD[0]).max(ALPHA_TOLD[1])),
  cycles: z.int().multipleOf(10),
  teachers: z.enum(RESPONDENT_BANDS),
});

const published = publishedShape<PublishedMethod>(methodSchema, 'method');
