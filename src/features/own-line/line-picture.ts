import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Pages } from '../../feature.ts';
import { isProofNow, proofForAnHour } from '../../web/signed-link.ts';

const parameters = z.object({ person: z.uuid(), language: z.string().regex(/^[a-z]{2}$/), proof: z.string() });

type Named = Pick<z.infer<typeof parameters>, 'person' | 'language'>;

/** Where a person's line can be fetched from for an hour. Who is shown it is told nobody else's. */
export function lineAddress({ address, key }: Pages, of: Named, now: Date): string {
  return address(`/lines/${of.person}/${of.language}/${proofForAnHour(key, subjectOf(of), now)}.png`);
}

/**
 * Serves the lines of the hour; anything else is 404. It is drawn anew each time, and kept nowhere.
 * @param draw null when somebody has no line
 */
export function createLinePictures(
  key: Buffer,
  now: () => Date,
  draw: (of: Named) => Promise<Buffer | null>,
): RequestHandler {
  return Router().get('/lines/:person/:language/:proof.png', async (request, response) => {
    const asked = parameters.safeParse(request.params);
    const proven = asked.success && isProofNow(key, subjectOf(asked.data), asked.data.proof, now());
    const picture = proven ? await draw(asked.data) : null;
    if (!picture) return void response.status(404).end();
    response
      .set({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
      .type('png')
      .send(picture);
  });
}

function subjectOf({ person, language }: Named): string {
  return `line:${person}:${language}`;
}
