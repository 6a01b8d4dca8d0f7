import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PolsslagError, whyUnreadable } from './errors.ts';
import { type JsonText, readJsonText } from './json-text.ts';
import { type Instrument, parseInstrument } from './measurement/instrument.ts';
import interventionsOfOurs from './measurement/instruments/interventions.json' with { type: 'json' };
import polsslagEn from './measurement/instruments/polsslag-en.json' with { type: 'json' };
import polsslagNl from './measurement/instruments/polsslag-nl.json' with { type: 'json' };
import resourcesEn from './measurement/instruments/resources-en.json' with { type: 'json' };
import resourcesNl from './measurement/instruments/resources-nl.json' with { type: 'json' };
import { type InterventionList, parseInterventions } from './measurement/intervention-list.ts';
import { parseResources, type ResourceInstrument } from './measurement/resource-instrument.ts';
import type { Scale } from './measurement/scale.ts';

/** A questionnaire in each language for which there is a file. */
interface Languages<Each> {
  /** The one used for computing; the others differ from it in wording only. */
  readonly first: Each;
  /** The questionnaire in this language, or the first one when there is none. */
  inLanguage(language: string): Each;
}

/** The well-being instrument, the questions about resources, and the list of interventions. */
export interface Instruments extends Languages<Instrument> {
  scaleOf(item: string): Scale | undefined;
  readonly interventions: InterventionList;
  readonly resources: Languages<ResourceInstrument>;
}

const OUR_INSTRUMENTS = [
  { name: 'polsslag-nl', json: polsslagNl },
  { name: 'polsslag-en', json: polsslagEn },
];

const RESOURCES_OF_OURS = [
  { name: 'resources-nl', json: resourcesNl },
  { name: 'resources-en', json: resourcesEn },
];

/**
 * Reads the instrument files: instruments in one language each, questionnaires on resources (JSON with `groups`), and
 * the list of interventions (a JSON array). The built-in one is used for each kind without a file.
 * @throws PolsslagError BAD_CONFIGURATION with every fault, also when two files of one kind are not translations of
 *   each other
 */
export async function readInstruments(files: readonly string[]): Promise<Instruments> {
  const { given, faults } = await readAll(files);
  const named = given.flatMap((each) => ('instrument' in each ? [each.instrument] : []));
  const asked = given.flatMap((each) => ('resources' in each ? [each.resources] : []));
  const [list, ...others] = given.flatMap((each) => ('interventions' in each ? [each.interventions] : []));
  const found = [
    ...faults,
    ...faultsOfLanguages('instrument', named, essenceOfInstrument),
    ...faultsOfLanguages('resources', asked, essenceOfResources),
    ...(others.length > 0 ? ['There are two files with a list of interventions: name one of them.'] : []),
  ];
  if (found.length > 0) throw new PolsslagError('BAD_CONFIGURATION', found);
  const instruments = named.length > 0 ? named : OUR_INSTRUMENTS.map(({ name, json }) => parseInstrument(json, name));
  const resources = asked.length > 0 ? asked : RESOURCES_OF_OURS.map(({ name, json }) => parseResources(json, name));
  const languages = inLanguages(instruments);
  const scales = new Map(languages.first.items.map(({ code, scale }) => [code, scale]));
  return {
    ...languages,
    scaleOf: (item) => scales.get(item),
    interventions: list ?? parseInterventions(interventionsOfOurs, 'of ours'),
    resources: inLanguages(resources),
  };
}

type Given =
  | { readonly instrument: Instrument }
  | { readonly resources: ResourceInstrument }
  | { readonly interventions: InterventionList };

/** The files that could be read, and the faults of all others. */
async function readAll(files: readonly string[]): Promise<{ given: readonly Given[]; faults: readonly string[] }> {
  const read = await Promise.allSettled(files.map(readOne));
  const faults = read.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof PolsslagError) return result.reason.faults;
    throw result.reason;
  });
  return { given: read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])), faults };
}

async function readOne(file: string): Promise<Given> {
  const name = path.basename(file);
  const { json, lineOf } = await readJson(file);
  if (Array.isArray(json)) return { interventions: parseInterventions(json, name, lineOf) };
  if (typeof json === 'object' && json !== null && 'groups' in json) {
    return { resources: parseResources(json, name, lineOf) };
  }
  return { instrument: parseInstrument(json, name, lineOf) };
}

/** Errors name the whole path, because a file of the same name may be in another folder. */
async function readJson(file: string): Promise<JsonText> {
  const place = path.resolve(file);
  const text = await readFile(place, 'utf8').catch((cause: unknown) => {
    const why = whyUnreadable(cause);
    throw new PolsslagError('BAD_CONFIGURATION', `The instrument file ${place} cannot be read: ${why}.`, { cause });
  });
  const read = readJsonText(text);
  if ('json' in read) return read;
  throw new PolsslagError(
    'BAD_CONFIGURATION',
    `The instrument file ${place} is not JSON: look at line ${read.brokenLine}, or just above it.`,
  );
}

/** @param essenceOf what must be the same in every language */
function faultsOfLanguages<Each extends { readonly language: string }>(
  kind: 'instrument' | 'resources',
  all: readonly Each[],
  essenceOf: (each: Each) => unknown,
): string[] {
  const [first, ...others] = all;
  const isSame = (other: Each) => JSON.stringify(essenceOf(first ?? other)) === JSON.stringify(essenceOf(other));
  const codes = all.map(({ language }) => language);
  const twice = [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))];
  const what =
    kind === 'instrument' ? 'code, version, items, means and planning SDs' : 'code, version, items and groups';
  return [
    ...twice.map((code) => `There are two ${kind} files in ${code}: name one of them.`),
    ...others
      .filter((other) => !isSame(other))
      .map(
        ({ language }) =>
          `The ${kind} files in ${first?.language} and ${language} differ in more than their wording: ${what} must be the same.`,
      ),
  ];
}

function inLanguages<Each extends { readonly language: string }>(all: readonly Each[]): Languages<Each> {
  const [first] = all;
  if (!first) throw new PolsslagError('BAD_CONFIGURATION', 'There is no instrument file.');
  return { first, inLanguage: (language) => all.find((each) => each.language === language) ?? first };
}

function essenceOfInstrument({ code, version, items, planningSd }: Instrument) {
  return [code, version, planningSd, items.map(({ code: item, scale, mean }) => [item, scale, mean])];
}

function essenceOfResources({ code, version, items }: ResourceInstrument) {
  return [code, version, items.map(({ code: item, group, reversed }) => [item, group, reversed])];
}
