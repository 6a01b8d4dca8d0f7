import { z } from 'zod';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { signedPictures } from '../../web/signed-pictures.ts';

/** Pictures of frozen weeks. */
export const weekPictures = signedPictures({
  path: '/pictures/:week/:language',
  subject: 'picture',
  names: z.object({ week: z.string().regex(/^\d{4}-W\d{2}$/), language: z.string().regex(/^[a-z]{2}$/) }),
});

/**
 * Part of a stored picture's key. Raise it when week-chart.ts or src/chart draws something different, so that all
 * pictures are drawn again.
 */
export const PICTURE_VERSION = 4;

/** The most pictures in memory; older weeks are read from the database. */
const MAX_IN_MEMORY = 16;

interface PictureKey {
  readonly week: string;
  readonly language: string;
  readonly version: number;
}

/** Stored pictures, shared by all processes and kept after a restart. */
interface PictureStore {
  find(key: PictureKey): Promise<Buffer | null>;
  /**
   * Stores a picture, unless another process was faster, in place of one of an older version. @returns the stored
   * picture
   */
  keep(key: PictureKey, png: Buffer, now: Date): Promise<Buffer>;
}

interface PictureContext {
  readonly store: PictureStore;
  /** The weeks that the picture of a week shows, oldest first. */
  readonly weeksOf: (week: string) => Promise<readonly PublishedWeek[]>;
  readonly draw: (weeks: readonly PublishedWeek[], language: string) => Promise<Buffer>;
  readonly now: () => Date;
  readonly version?: number;
}

/**
 * The picture of a frozen week; null when the week is not frozen. It is drawn once: simultaneous callers share the
 * drawing, and later callers get the stored one.
 */
export function createWeekDrawings(
  context: PictureContext,
): (week: string, language: string) => Promise<Buffer | null> {
  const made = new Map<string, Buffer>();
  const underWay = new Map<string, Promise<Buffer | null>>();

  async function make(name: string, week: string, language: string): Promise<Buffer | null> {
    const png = await findOrDraw(context, week, language);
    if (png === null) return null;
    made.set(name, png);
    const [oldest] = made.keys();
    if (made.size > MAX_IN_MEMORY && oldest !== undefined) made.delete(oldest);
    return png;
  }

  return async (week, language) => {
    const name = `${week} ${language}`;
    const kept = made.get(name);
    if (kept) return kept;
    const making = underWay.get(name) ?? make(name, week, language).finally(() => underWay.delete(name));
    underWay.set(name, making);
    return making;
  };
}

async function findOrDraw(context: PictureContext, week: string, language: string): Promise<Buffer | null> {
  const { store, weeksOf, draw, now, version = PICTURE_VERSION } = context;
  const key = { week, language, version };
  const kept = await store.find(key);
  if (kept) return kept;
  const weeks = await weeksOf(week);
  if (weeks.at(-1)?.week !== week) return null;
  return store.keep(key, await draw(weeks, language), now());
}
