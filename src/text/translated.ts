import { PolsslagError } from '../errors.ts';
import { LANGUAGES, type Language } from './languages.ts';

/**
 * Texts by key, with the languages side by side; functions where something is filled in. The Dutch text sets the type.
 */
type Table<Texts> = {
  readonly [Key in keyof Texts]: { readonly nl: Texts[Key] } & Readonly<Record<Language, NoInfer<Texts[Key]>>>;
};

/** Gives the texts in one language. @throws PolsslagError BAD_INPUT for a language without texts */
type TextsFor<Texts> = (language: string) => Readonly<Texts>;

/** Makes the texts of a feature. A text that is missing in a language, or has another type there, does not compile. */
export function translated<Texts extends object>(table: Table<Texts>): TextsFor<Texts> {
  const texts = { nl: pick(table, 'nl'), en: pick(table, 'en') };
  return (language) => texts[toLanguage(language)];
}

/** The same sentence in every language, one a line, for when the reader's language is unknown. */
export function inAllLanguages<Texts>(texts: TextsFor<Texts>, say: (texts: Readonly<Texts>) => string): string {
  return LANGUAGES.map((language) => say(texts(language))).join('\n');
}

function pick<Texts extends object>(table: Table<Texts>, language: Language): Readonly<Texts> {
  const picked: Partial<Texts> = {};
  for (const key in table) picked[key] = table[key][language];
  if (!isWhole(picked, table)) throw new Error(`A text is missing in ${language}`);
  return picked;
}

function isWhole<Texts extends object>(picked: Partial<Texts>, table: Table<Texts>): picked is Texts {
  return Object.keys(table).every((key) => Object.hasOwn(picked, key));
}

function toLanguage(language: string): Language {
  const known = LANGUAGES.find((each) => each === language);
  if (!known) throw new PolsslagError('BAD_INPUT', `There are texts in ${LANGUAGES.join(' and ')} only.`);
  return known;
}
