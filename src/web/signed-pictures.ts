import { createHash } from 'node:crypto';
import { setImmediate as nextRound } from 'node:timers/promises';
import { type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import type { Pages } from '../feature.ts';
import { isProofOf, proofOf } from './signed-link.ts';

interface Kind<Named> {
  /** Their path, with the names of what distinguishes them: '/pictures/:week/:language'. */
  readonly path: string;
  /** The beginning of the subject of their proofs. */
  readonly subject: string;
  /** The schema of the names. It must not accept texts that could stand for another part of an address. */
  readonly names: z.ZodType<Named>;
}

const NAME_IN_ROUTE = /:(\w+)/g;

/** Pictures do not change. `private`, because only those who have the address may see them. */
const FOR_EVER = 'private, max-age=31536000, immutable';

/**
 * Serves pictures of one kind that do not change. Chat platforms fetch them without signing in, so that their addresses
 * end in a proof: nobody who has not seen the post can guess one.
 */
export function signedPictures<Named extends Readonly<Record<string, string>>>({ path, subject, names }: Kind<Named>) {
  const subjectOf = (of: Named) =>
    [subject, ...[...path.matchAll(NAME_IN_ROUTE)].map(([, name = '']) => of[name])].join(':');
  return {
    address: ({ address, key }: Pages, of: Named): string =>
      address(
        `${path.replaceAll(NAME_IN_ROUTE, (_, name: string) => of[name] ?? '')}/${proofOf(key, subjectOf(of))}.png`,
      ),

    /**
     * Serves them. Each picture is drawn once; any address that we did not make gives 404. @param draw gives null when
     * there is no such picture
     */
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

/** Lets one request continue in each turn of the event loop, so that taps are handled between any number of fetches. */
function inTurn(): () => Promise<void> {
  let before: Promise<void> = Promise.resolve();
  return () => {
    before = before.then(() => nextRound());
    return before;
  };
}

/** The most pictures of a kind kept in memory. */
const MAX_KEPT = 4;

/** Shares one drawing between requests at the same time and shortly after. */
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

/** The hash of each picture in memory, computed once. */
const tags = new WeakMap<Buffer, string>();

function tagOf(picture: Buffer): string {
  const known = tags.get(picture);
  if (known !== undefined) return known;
  const tag = `"${createHash('sha256').update(picture).digest('base64url')}"`;
  tags.set(picture, tag);
  return tag;
}
