import { createHash } from 'node:crypto';
import { setImmediate as nextRound } from 'node:timers/promises';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { isProofOf, proofOf } from '../../web/signed-link.ts';

/** The picture of a week, or null when there is none; the same bytes every time. */
type DrawWeek = (week: string, language: string) => Promise<Buffer | null>;

const parameters = z.object({
  week: z.string().regex(/^\d{4}-W\d{2}$/),
  language: z.string().regex(/^[a-z]{2}$/),
  proof: z.string(),
});

/**
 * The path of a week's picture. Chat platforms fetch it without signing in, so it ends in a proof that only we can
 * make: whoever has not seen the post cannot guess it.
 */
export function picturePath(key: Buffer, week: string, language: string): string {
  return `/pictures/${week}/${language}/${proofOf(key, subjectOf(week, language))}.png`;
}

/** A frozen week's picture does not change; private, because whoever has the address may see it and nobody else. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/** Serves the pictures; anything but an address that we made is 404. */
export function createPictures(key: Buffer, draw: DrawWeek): Router {
  const router = Router();
  let before: Promise<unknown> = Promise.resolve();
  // One in each round of the event loop: however many are fetched, taps come in between.
  const takeTurn = () => {
    before = before.then(() => nextRound());
    return before;
  };
  router.get('/pictures/:week/:language/:proof.png', async (request, response) => {
    const asked = parameters.safeParse(request.params);
    if (!asked.success || !isProof(key, asked.data)) {
      return notFound(response);
    }
    await takeTurn();
    const picture = await draw(asked.data.week, asked.data.language);
    if (!picture) return notFound(response);
    response
      .set({ 'cache-control': FOR_EVER, etag: tagOf(picture), 'x-content-type-options': 'nosniff' })
      .type('png')
      .send(picture);
  });
  return router;
}

/** Counted once for each picture in memory. */
const tags = new WeakMap<Buffer, string>();

function tagOf(picture: Buffer): string {
  const known = tags.get(picture);
  if (known !== undefined) return known;
  const tag = `"${createHash('sha256').update(picture).digest('base64url')}"`;
  tags.set(picture, tag);
  return tag;
}

function notFound(response: Response): void {
  response.status(404).end();
}

function isProof(key: Buffer, { week, language, proof }: z.infer<typeof parameters>): boolean {
  return isProofOf(key, subjectOf(week, language), proof);
}

function subjectOf(week: string, language: string): string {
  return `picture:${week}:${language}`;
}
