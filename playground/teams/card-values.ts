import { z } from 'zod';

/** One of these words, in upper or lower case as in Teams. */
export function word(...words: readonly string[]) {
  return z.string().refine((value) => words.includes(value.toLowerCase()), `must be one of ${words.join(', ')}`);
}

const IMAGE_DATA = /^data:image\/(?:png|jpeg);base64,/;

/** A picture's address: https, a data URI, or loopback http, which only this simulator accepts. */
export const pictureUrl = z
  .string()
  .refine((value) => IMAGE_DATA.test(value) || isWebAddress(value), 'must be https, loopback http or a data URI');

/** The address of a link. */
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
/** A time of day in the form of inputs, without seconds. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');
export const pixels = z.string().regex(/^\d+px$/, 'must be a number of pixels, like 50px');
