import { PolsslagError } from '../errors.ts';
import { en } from './en.ts';
import { nl } from './nl.ts';
import type { Texts } from './texts-shape.ts';

export const LANGUAGES = ['nl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const all = { nl, en } satisfies Record<Language, Texts>;

/** The texts of a language. Throws PolsslagError BAD_INPUT for one that we do not speak. */
export function textsFor(language: string): Texts {
  if (language === 'nl' || language === 'en') return all[language];
  throw new PolsslagError('BAD_INPUT', `There are texts in ${LANGUAGES.join(' and ')} only.`);
}

/** The same sentence in every language, a line each: for where nobody knows who it is said to. */
export function inAllLanguages(pick: (texts: Texts) => string): string {
  return LANGUAGES.map((language) => pick(all[language])).join('\n');
}
