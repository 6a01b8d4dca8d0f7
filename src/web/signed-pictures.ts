import { createHash } from 'node:crypto';
import { setImmediate as nextRound } from 'node:timers/promises';
import { type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import type { Pages } from '../feature.ts';
import { isProofOf, proofOf } from './signed-link.ts';

interface Kind<Named> {
  /** Where they stand, with the names of what tells one from another: '/pictures/:week/:language'. */
  readonly path: string;
  /** What their proofs begin with. */
  readonly subject: string;
  /** Each of its texts fits no other part of an address. */
  readonly names: z.ZodType<Named>;
}

const NAME_IN_ROUTE = /:(\w+)/g;

/** What is drawn does not change; private, because whoever has the address may see it and nobody else. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/**
 * Pictures of one kind that stay what they are. Chat platforms fetch them without signing in, so that their addresses end in a
 * proof that only we can make: whoever has not seen the post cannot guess it.
 */
export function signedPictures<Named extends Readonly<Record<string, string>>>({ path, subject, names }: Kind<Named>) {
  const subjectOf = (of: Named) =>
    [subject, ...[...path.matchAll(NAME_IN_ROUTE)].map(([, name = '']) => of[name])].join(':');
  return {
    address: ({ address, key }: Pages, of: Named): string =>
      address(
        `${path.replaceAll(NAME_IN_ROUTE, (_, name: string) => of[name] ?? '')}/${proofOf(key, subjectOf(of))}.png`,
      ),

    /** Each is drawn once; anything but an address that we made is 404. @param draw null when there is no such picture */
    serve: (key: Buffer, draw: (of: Named) => Promise<Buffer | null>): RequestHandler => {
      const takeTurn = inTurn();
      const find = rememberPictures(draw, subjectOf);
      return Router().get(`${path}/:proof.png`, async ({ params }, response) => {
        const asked = names.safeParse(params);
        const isProven = asked.success && isProofOf(key, subjectOf(asked.data), String(params['proof']));
        if (isProven) await takeTurn();
        const picture = isProven ? await find(asked.data) : null;
        if (!picture) return void response.status(404).end();
        response
          .set({ 'cache-control': FOR_EVER, etag: tagOf(picture), 'x-content-type-options': 'nosniff' })
          .type('png')
          .send(picture);
      });
    },
  };
}

/** One in each round of the event loop: however many are fetched, taps come in between. */
function inTurn(): () => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  return () => {
    before = before.then(() => nextRound());
    return before;
  };
}

/** Most pictures of a kind in memory. */
const MAX_KEPT = 4;

/** Who asks at the same moment shares the drawing, and who asks soon after gets it too. */
function rememberPictures<Named>(
  draw: (of: Named) => Promise<Buffer | null>,
  nameOf: (of: Named) => string,
): typeof draw {
  const kept = new Map<string, Promise<Buffer | null>>();
  return (of) => {
    const name = nameOf(of);
    const found = kept.get(name) ?? draw(of);
    kept.set(name, found);
    found.then(
      (picture) => picture ?? kept.delete(name),
      () => kept.delete(name),
    );
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return found;
  };
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
