import { z } from 'zod';
import type { Rows } from '../../chart/rows.ts';
import { markOf } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { tenths } from '../../text/numbers.ts';
import { signedPictures } from '../../web/signed-pictures.ts';
import { periodTexts } from './period-texts.ts';

/** Pictures of closed periods. */
export const periodPictures = signedPictures({
  path: '/effects/:period/:language',
  subject: 'effects',
  names: z.object({ period: z.string().regex(/^\d{4}-\d{2}$/), language: z.string().regex(/^[a-z]{2}$/) }),
});

/** The rows of a closed period's picture, in its own order: what teachers felt above what supervisors expected. */
export function periodRows({ interventions }: PublishedInterventions, list: InterventionList, language: string): Rows {
  const texts = periodTexts(language);
  const write = tenths(language);
  return {
    names: { filled: texts.feltName, open: texts.expectedName },
    rows: interventions.map((each) => ({
      label: list.labelOf(each.code, language),
      filled: 'felt' in each ? markOf(each.felt, write) : null,
      open: 'felt' in each && each.expected ? markOf(each.expected, write) : null,
      instead: texts.tooFew,
    })),
  };
}
