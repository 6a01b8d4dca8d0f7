import { z } from 'zod';
import type { Rows } from '../../chart/rows.ts';
import { markOf } from '../../measurement/figure-range.ts';
import type { PublishedResources } from '../../measurement/published-resources.ts';
import { RESOURCE_GROUPS, type ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { tenths } from '../../text/numbers.ts';
import { signedPictures } from '../../web/signed-pictures.ts';
import { rankingTexts } from './ranking-texts.ts';
import { labelOf } from './ranking-view.ts';

/** Pictures of a group's ranking in a closed quarter. */
export const rankingPictures = signedPictures({
  path: '/resources/:quarter/:group/:language',
  subject: 'resources',
  names: z.object({
    quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
    group: z.enum(RESOURCE_GROUPS),
    language: z.string().regex(/^[a-z]{2}$/),
  }),
});

/** The rows of a ranking's picture. @param instrument in this language */
export function rankingRows(
  { groups }: PublishedResources,
  { group, language }: { readonly group: string; readonly language: string },
  instrument: ResourceInstrument,
): Rows {
  const texts = rankingTexts(language);
  const write = tenths(language);
  const resources = groups.find((each) => each.group === group)?.resources ?? [];
  return {
    names: { filled: texts.mark, open: null },
    rows: resources.map((each) => {
      const row = { label: labelOf(instrument, each.code), open: null, instead: texts.tooFew };
      return { ...row, filled: 'figure' in each ? markOf(each.figure, write) : null };
    }),
  };
}
