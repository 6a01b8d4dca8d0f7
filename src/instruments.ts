import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PolsslagError } from './errors.ts';
import { type Instrument, parseInstrument } from './measurement/instrument.ts';
import interventionsOfOurs from './measurement/instruments/interventions.json' with { type: 'json' };
import polsslagEn from './measurement/instruments/polsslag-en.json' with { type: 'json' };
import polsslagNl from './measurement/instruments/polsslag-nl.json' with { type: 'json' };
import { type InterventionList, parseInterventions } from './measurement/intervention-list.ts';
import type { Scale } from './measurement/scale.ts';

/** The instrument in each language that it was given in. */
export interface Instruments {
  /** What is computed with; the languages differ in wording only. */
  readonly first: Instrument;
  /** The instrument in a language, or in the first one when it was not given in that language. */
  inLanguage(language: string): Instrument;
  scaleOf(item: string): Scale | undefined;
  readonly interventions: InterventionList;
}

const OURS = [
  { name: 'polsslag-nl', json: polsslagNl },
  { name: 'polsslag-en', json: polsslagEn },
];

/**
 * Reads the instrument files, one language each, and the list of interventions, which is a JSON array; ours of whichever
 * is not named.
 * @throws PolsslagError BAD_CONFIGURATION with every fault, also when two files are not the same instrument
 */
export async function readInstruments(files: readonly string[]): Promise<Instruments> {
  const given = await readAll(files);
  const named = given.flatMap((each) => ('instrument' in each ? [each.instrument] : []));
  const instruments = named.length > 0 ? named : OURS.map(({ name, json }) => parseInstrument(json, name));
  const [list, another] = given.flatMap((each) => ('interventions' in each ? [each.interventions] : []));
  if (another) throw new PolsslagError('BAD_CONFIGURATION', 'There are two files with a list of interventions.');
  const [first, ...others] = instruments;
  if (!first) throw new PolsslagError('BAD_CONFIGURATION', 'There is no instrument file.');
  for (const other of others) requireSame(first, other);
  const scales = new Map(first.items.map(({ code, scale }) => [code, scale]));
  return {
    first,
    inLanguage: (language) => instruments.find((instrument) => instrument.language === language) ?? first,
    scaleOf: (item) => scales.get(item),
    interventions: list ?? parseInterventions(interventionsOfOurs, 'of ours'),
  };
}

type Given = { readonly instrument: Instrument } | { readonly interventions: InterventionList };

/** @throws PolsslagError BAD_CONFIGURATION with the faults of every file */
async function readAll(files: readonly string[]): Promise<Given[]> {
  const read = await Promise.allSettled(files.map(readOne));
  const faults = read.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof PolsslagError) return result.reason.faults;
    throw result.reason;
  });
  if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

async function readOne(file: string): Promise<Given> {
  const name = path.basename(file);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new PolsslagError('BAD_CONFIGURATION', `The instrument file ${name} cannot be read as JSON.`, { cause });
  }
  if (Array.isArray(json)) return { interventions: parseInterventions(json, name) };
  return { instrument: parseInstrument(json, name) };
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
