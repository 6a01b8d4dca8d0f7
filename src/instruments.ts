import { readFile } from 'node:fs/promises';
import { PolsslagError } from './errors.ts';
import { type Instrument, parseInstrument } from './measurement/instrument.ts';
import type { Scale } from './measurement/scale.ts';

/** The instrument in each language that it was given in. */
export interface Instruments {
  /** What is computed with; the languages differ in wording only. */
  readonly first: Instrument;
  /** The instrument in a language, or in the first one when it was not given in that language. */
  inLanguage(language: string): Instrument;
  scaleOf(item: string): Scale | undefined;
}

const OURS = ['polsslag-nl.json', 'polsslag-en.json'];

/**
 * Reads the instrument files, one language each, or our own when none are named.
 * @throws PolsslagError BAD_CONFIGURATION with every fault, also when two files are not the same instrument
 */
export async function readInstruments(files: readonly string[]): Promise<Instruments> {
  const sources =
    files.length > 0 ? files : OURS.map((name) => new URL(`./measurement/instruments/${name}`, import.meta.url));
  const instruments = await Promise.all(sources.map(readInstrument));
  const [first, ...others] = instruments;
  if (!first) throw new PolsslagError('BAD_CONFIGURATION', 'There is no instrument file.');
  for (const other of others) requireSame(first, other);
  const scales = new Map(first.items.map(({ code, scale }) => [code, scale]));
  return {
    first,
    inLanguage: (language) => instruments.find((instrument) => instrument.language === language) ?? first,
    scaleOf: (item) => scales.get(item),
  };
}

async function readInstrument(source: string | URL): Promise<Instrument> {
  const name = String(source).split('/').at(-1) ?? '';
  let json: unknown;
  try {
    json = JSON.parse(await readFile(source, 'utf8'));
  } catch (cause) {
    throw new PolsslagError('BAD_CONFIGURATION', `The instrument file ${name} cannot be read as JSON.`, { cause });
  }
  return parseInstrument(json, name);
}

function requireSame(first: Instrument, other: Instrument): void {
  const essence = ({ code, version, items, planningSd }: Instrument) =>
    JSON.stringify([code, version, planningSd, items.map(({ code: item, scale, mean }) => [item, scale, mean])]);
  if (essence(first) !== essence(other)) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      `The instrument files in ${first.language} and ${other.language} differ in more than their wording: code, version, items, means and planning SDs must be the same.`,
    );
  }
}
