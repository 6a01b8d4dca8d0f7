import type { z } from 'zod';
import type { JsonText } from './json-text.ts';

type Issue = z.core.$ZodIssue;
type Path = Parameters<JsonText['lineOf']>[0];

const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, in square brackets',
  object: 'an object, in braces',
};

/**
 * Describes what is wrong with the shape of a JSON file: for each fault a sentence without its full stop, which says
 * where it is and what must be there.
 * @param where formats the place of a part: 'items.3.code (line 41)'
 */
export function describeShape(json: unknown, issues: readonly Issue[], where: (path: Path) => string): string[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${where([...issue.path, key])} is not known: take it away, or mend its name`)
      : [`${where(issue.path)} ${describeIssue(issue, isMissing(json, issue.path))}`],
  );
}

/** 'items.3.code (line 41)' @param lineOf null where it is not known */
export function placeIn(path: Path, lineOf: ((path: Path) => number) | null): string {
  const name = path.length === 0 ? 'the file' : path.map(String).join('.');
  return lineOf === null || path.length === 0 ? name : `${name} (line ${lineOf(path)})`;
}

function isMissing(json: unknown, path: Path): boolean {
  let at = json;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return true;
    at = Object.entries(at).find(([name]) => name === String(part))?.[1];
  }
  return at === undefined;
}

function describeIssue(issue: Issue, missing: boolean): string {
  const must = mustBe(issue);
  return missing ? `is missing: it must ${must}` : `must ${must}`;
}

function mustBe(issue: Issue): string {
  if (issue.message.startsWith('must ')) return issue.message.slice('must '.length);
  switch (issue.code) {
    case 'invalid_type':
      return `be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `be ${or.format(issue.values.map(String))}`;
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return `${SIZES[issue.origin] ?? 'be at most'} ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    default:
      return `be of another shape (${issue.message})`;
  }
}

const SIZES: Readonly<Record<string, string>> = { string: 'have at most', array: 'have at most' };
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' parts' };

function atLeast({ origin, minimum, inclusive }: Extract<Issue, { code: 'too_small' }>): string {
  if (origin === 'string' || origin === 'array') return 'not be empty';
  return `be ${inclusive ? 'at least' : 'more than'} ${minimum}`;
}
