import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Rows } from '../../chart/rows.ts';
import type { Pages } from '../../feature.ts';
import { isCoarse, type SteppedFigure } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { isProofOf, proofOf } from '../../web/signed-link.ts';
import { periodTexts } from './period-texts.ts';
import { shortFigure } from './period-view.ts';

const parameters = z.object({
  period: z.string().regex(/^\d{4}-\d{2}$/),
  language: z.string().regex(/^[a-z]{2}$/),
  proof: z.string(),
});

type Named = Pick<z.infer<typeof parameters>, 'period' | 'language'>;

/** Most pictures in memory. */
const MOST_KEPT = 4;

/** Where the picture of a closed period is; it ends in a proof, for platforms fetch it without signing in. */
export function periodAddress({ address, key }: Pages, of: Named): string {
  return address(`/effects/${of.period}/${of.language}/${proofOf(key, subjectOf(of))}.png`);
}

/**
 * Serves the pictures of closed periods, each drawn once; anything else is 404.
 * @param draw null when a period is not closed
 */
export function createPeriodPictures(key: Buffer, draw: (of: Named) => Promise<Buffer | null>): RequestHandler {
  const kept = new Map<string, Promise<Buffer | null>>();
  const find = (of: Named): Promise<Buffer | null> => {
    const name = subjectOf(of);
    const found = kept.get(name) ?? draw(of);
    kept.set(name, found);
    found.then(
      (picture) => picture ?? kept.delete(name),
      () => kept.delete(name),
    );
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return found;
  };
  return Router().get('/effects/:period/:language/:proof.png', async (request, response) => {
    const asked = parameters.safeParse(request.params);
    const isProven = asked.success && isProofOf(key, subjectOf(asked.data), asked.data.proof);
    const picture = isProven ? await find(asked.data) : null;
    if (!picture) return void response.status(404).end();
    response
      .set({ 'cache-control': 'private, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
      .type('png')
      .send(picture);
  });
}

/** A closed period as it is drawn: in its order, with what teachers felt above what supervisors expected. */
export function periodRows({ interventions }: PublishedInterventions, list: InterventionList, language: string): Rows {
  const texts = periodTexts(language);
  const markOf = (figure: SteppedFigure) => {
    const half = isCoarse(figure) ? figure.step / 2 : 0;
    const range: [number, number] = [figure.mean - half, figure.mean + half];
    return { range, figure: shortFigure(figure, language) };
  };
  return {
    names: { filled: texts.feltName, open: texts.expectedName },
    rows: interventions.map((each) => ({
      label: list.labelOf(each.code, language),
      filled: 'felt' in each ? markOf(each.felt) : null,
      open: 'felt' in each && each.expected ? markOf(each.expected) : null,
      instead: texts.tooFew,
    })),
  };
}

function subjectOf({ period, language }: Named): string {
  return `effects:${period}:${language}`;
}
