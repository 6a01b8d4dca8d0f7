import { z } from 'zod';

/** One of these words; like Teams, in upper or lower case. */
export function word(...words: readonly string[]) {
  return z.string().refine((value) => words.includes(value.toLowerCase()), `must be one of ${words.join(', ')}`);
}

const IMAGE_DATA = /^data:image\/(?:png|jpeg);base64,/;

/** Where Teams fetches a picture: https, a data URI, or, only because this is a simulator, http on this machine. */
export const pictureUrl = z
  .string()
  .refine((value) => IMAGE_DATA.test(value) || isWebAddress(value), 'must be https, loopback http or a data URI');

/** Where a link may lead. */
export const linkUrl = z.string().refine(isWebAddress, 'must be https or loopback http');

function isWebAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

export const someText = z.string().min(1);
export const flag = z.boolean().optional();
export const optionalText = z.string().optional();
/** As inputs have it, without seconds. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
export const pixels = z.string().regex(/^\d+px$/, 'must be a number of pixels, like 50px');
