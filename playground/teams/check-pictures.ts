import { z } from 'zod';
import { pictureUrl } from './card-values.ts';
import { drawnParts } from './drawn-parts.ts';
import { pictureFault } from './picture-limits.ts';
import { Refusal } from './refusal.ts';
import type { TeamsSimulation } from './simulation.ts';

/** Longer than a busy machine needs to draw a picture. */
const LOAD_TIMEOUT_MS = 30_000;

const withCards = z.looseObject({ attachments: z.array(z.looseObject({ content: z.unknown() })) });
const image = z.looseObject({ type: z.literal('Image'), url: z.string() });

/**
 * Loads the pictures of an activity that are on this machine or in the card itself. A picture that does not load is
 * recorded. A message with a picture beyond Teams' limits is refused, where Teams itself would show an empty frame.
 * @throws Refusal 400
 */
export async function checkPictures(simulation: TeamsSimulation, activity: unknown): Promise<void> {
  const parsed = withCards.safeParse(activity);
  if (!parsed.success) return;
  const images = parsed.data.attachments
    .flatMap(({ content }) => drawnParts(content))
    .map((part) => image.safeParse(part));
  const urls = images.flatMap(({ data }) => (data === undefined ? [] : [data.url]));
  for (const url of new Set(urls)) {
    // Pictures on other machines are not loaded. A card with an invalid address is refused elsewhere.
    if (url.startsWith('https:') || !pictureUrl.safeParse(url).success) continue;
    const bytes = await load(url, simulation.closing);
    if (bytes === null) {
      simulation.brokenPictures.push(url);
      continue;
    }
    const fault = pictureFault(bytes);
    if (fault !== null) throw new Refusal(400, 'BadSyntax', fault);
  }
}

/** Loads http addresses and data URIs; null when that fails. */
async function load(url: string, closing: AbortSignal): Promise<Buffer | null> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([closing, AbortSignal.timeout(LOAD_TIMEOUT_MS)]),
    });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
