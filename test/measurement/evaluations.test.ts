import { describe, expect, it } from '@jest/globals';
import { discloseEvaluations } from '../../src/measurement/disclosure/evaluations.ts';
import { seededRandom } from '../../src/measurement/random.ts';

type Given = Parameters<typeof discloseEvaluations>[0]['evaluations'][number];

const CAMPAIGN = '7f1d9a52-3a54-4f3c-9a07-2f6d8f6d1a11';

/** One evaluation for each value of OVERALL; null for "not applicable". */
function told(values: readonly (number | null)[], minimum = 5) {
  const evaluations = values.map((value, index): Given => {
    return { answers: { OVERALL: value }, keep: `keep ${index}`, change: index === 0 ? '  ' : `change ${index}` };
  });
  const random = seededRandom(1);
  const codes = ['OVERALL'];
  return discloseEvaluations({
    campaign: CAMPAIGN,
    scope: 'supervisor',
    codes,
    evaluations,
    minimum,
    random,
  });
}

const REASON = 'too few, carried to the next round';
const LOW_AND_HIGH = [1, 1, 1, 1, 1, 5, 5, 5, 5, 5];

describe('a closed campaign', () => {
  it('tells nothing of four, and of five a mean without a spread or sentences', () => {
    expect(told([1, 2, 3, 4])).toEqual({
      campaign: CAMPAIGN,
      scope: 'supervisor',
      published: false,
      reason: REASON,
      fewest: 5,
    });
    expect(told([1, 2, 3, 4, 4])).toMatchObject({
      published: true,
      items: [{ code: 'OVERALL', mean: 2.8, spread: null }],
      texts: null,
    });
  });

  it('tells of ten how far they lie apart, the standard deviation, and what they wrote', () => {
    expect(told(LOW_AND_HIGH)).toMatchObject({ items: [{ mean: 3, spread: 2 }] });
    expect(told([3, 3, 3, 3, 3, 3, 3, 3, 3, 4])).toMatchObject({ items: [{ mean: 3.1, spread: 0.3 }] });
    expect(told(LOW_AND_HIGH.slice(1))).toMatchObject({ items: [{ spread: null }], texts: null });
    const result = told(LOW_AND_HIGH);
    const texts = result.published && result.texts !== 'erased' ? result.texts : null;
    expect(texts?.keep.toSorted()).toEqual(LOW_AND_HIGH.map((_, index) => `keep ${index}`));
    expect(texts?.change).toHaveLength(9);
    // In an order that is neither their own nor that of the other list.
    const places = (list: readonly string[] = []) => list.map((text) => Number(text.split(' ')[1]));
    expect(places(texts?.keep)).not.toEqual(LOW_AND_HIGH.map((_, index) => index));
    expect(places(texts?.keep).filter((index) => index > 0)).not.toEqual(places(texts?.change));
  });

  it('counts nobody for whom an item does not apply, and withholds one that hardly applies to anybody', () => {
    expect(told([5, 5, 5, 5, 5, null, null])).toMatchObject({ items: [{ mean: 5 }] });
    expect(told([5, 5, 5, 5, null, null, null])).toMatchObject({
      published: true,
      items: [{ code: 'OVERALL', reason: REASON }],
    });
    // Ten evaluations, of which nine have a value here.
    expect(told([...LOW_AND_HIGH.slice(1), null])).toMatchObject({ items: [{ spread: null }] });
  });

  it('goes by a deployment’s own minimum, and never by less than five', () => {
    expect(told([1, 2, 3, 4], 1).published).toBe(false);
    expect(told(LOW_AND_HIGH, 11).published).toBe(false);
  });
});
