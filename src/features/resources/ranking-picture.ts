import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Rows } from '../../chart/rows.ts';
import type { Pages } from '../../feature.ts';
import { isCoarse } from '../../measurement/figure-range.ts';
import type { PublishedResources } from '../../measurement/published-resources.ts';
import { RESOURCE_GROUPS, type ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { oneDecimal } from '../../text/numbers.ts';
import { isProofOf, proofOf } from '../../web/signed-link.ts';
import { rankingTexts } from './ranking-texts.ts';
import { labelOf } from './ranking-view.ts';

const parameters = z.object({
  quarter: z.string().regex(/^\d{4}-Q[1-4]$/),
  group: z.enum(RESOURCE_GROUPS),
  language: z.string().regex(/^[a-z]{2}$/),
  proof: z.string(),
});

type Named = Omit<z.infer<typeof parameters>, 'proof'>;

/** Where a group's ranking of a closed quarter is; it ends in a proof, for platforms fetch it without signing in. */
export function rankingAddress({ address, key }: Pages, of: Named): string {
  const { quarter, group, language } = of;
  return address(`/resources/${quarter}/${group}/${language}/${proofOf(key, subjectOf(of))}.png`);
}

/**
 * Serves the pictures of closed quarters, drawn when they are fetched: a few times a quarter. Anything else is 404.
 * @param draw null when a quarter is not closed
 */
export function createRankingPictures(key: Buffer, draw: (of: Named) => Promise<Buffer | null>): RequestHandler {
  return Router().get('/resources/:quarter/:group/:language/:proof.png', async (request, response) => {
    const asked = parameters.safeParse(request.params);
    const isProven = asked.success && isProofOf(key, subjectOf(asked.data), asked.data.proof);
    const picture = isProven ? await draw(asked.data) : null;
    if (!picture) return void response.status(404).end();
    response
      .set({ 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
      .type('png')
      .send(picture);
  });
}

/** A ranking as it is drawn. @param instrument in the language */
export function rankingRows(
  { groups }: PublishedResources,
  { group, language }: Pick<Named, 'group' | 'language'>,
  instrument: ResourceInstrument,
): Rows {
  const texts = rankingTexts(language);
  const write = language === 'en' ? oneDecimal.en : oneDecimal.nl;
  const resources = groups.find((each) => each.group === group)?.resources ?? [];
  return {
    names: { filled: texts.mark, open: null },
    rows: resources.map((each) => {
      const row = { label: labelOf(instrument, each.code), open: null, instead: texts.tooFew };
      if (!('figure' in each)) return { ...row, filled: null };
      const { mean, step } = each.figure;
      const half = isCoarse(each.figure) ? step / 2 : 0;
      const [low, high] = [mean - half, mean + half];
      return {
        ...row,
        filled: { range: [low, high], figure: half > 0 ? `${write(low)}–${write(high)}` : write(mean) },
      };
    }),
  };
}

function subjectOf({ quarter, group, language }: Named): string {
  return `resources:${quarter}:${group}:${language}`;
}
