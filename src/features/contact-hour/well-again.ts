const ILL = new Set(['ziek', 'ill', 'sick']);
const WELL = new Set(['beter', 'hersteld', 'better', 'recovered']);
const DENIALS = new Set(['niet', 'geen', 'not', 'no']);

/** Words allowed beside them; with any other word it is unclear who is meant. */
const AROUND = new Set([
  ...[
    'ik',
    'ben',
    'was',
    'voel',
    'me',
    'mij',
    'mezelf',
    'het',
    'gaat',
    'nu',
    'vandaag',
    'morgen',
    'toch',
    'gelukkig',
    'al',
  ],
  ...[
    'alweer',
    'weer',
    'helemaal',
    'veel',
    'stuk',
    'een',
    'meer',
    'langer',
    'hoor',
    'inmiddels',
    'ja',
    'nee',
    'i',
    'am',
  ],
  ...[
    'm',
    'feel',
    'feeling',
    'today',
    'tomorrow',
    'any',
    'more',
    'anymore',
    'longer',
    'again',
    'much',
    'a',
    'lot',
    'all',
  ],
]);

/** Whether a text says only "not ill" or "well again". @param said lower-case words separated by single spaces */
export function saysWellAgain(said: string): boolean {
  const words = said.split(' ');
  const has = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  const isIll = has(ILL);
  return (
    isIll !== has(WELL) &&
    isIll === has(DENIALS) &&
    words.every((word) => [ILL, WELL, DENIALS, AROUND].some((set) => set.has(word)))
  );
}
