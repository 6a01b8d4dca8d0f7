import { askLine, canBeAsked } from '../../cli/ask.ts';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';

/** So many are listed. */
const LISTED = 20;

/** A school or circle that an import names for the first time. */
interface NewName {
  readonly kind: 'school' | 'circle';
  readonly name: string;
  /** The known one that may have been meant. */
  readonly nearest: string | null;
  /** A circle in which the file places people, and no school. */
  readonly isEmpty?: boolean;
}

/** A circle that a file seems to call by another name. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * Asks whether schools and circles that were never heard of are meant: a misspelt name makes a group of its own, too small
 * to ever be shown.
 * @param agreed said so on the command line already
 * @returns a line for each, for the summary
 * @throws PolsslagError when they are not, or when nobody is there to be asked
 */
export async function confirmNewNames(
  context: CommandContext,
  names: readonly NewName[],
  agreed: boolean,
): Promise<readonly string[]> {
  const lines = describeNewNames(names);
  if (names.length === 0 || agreed) return lines;
  if (!canBeAsked(context)) {
    const advice = 'Nothing was imported: mend the names, or add --new-schools when they are right.';
    throw new PolsslagError('BAD_INPUT', [...lines, advice]);
  }
  for (const line of lines) printLine(context.stderr, line);
  const answer = await askLine(context, 'Add what is new? (y/N) ');
  if (!/^\s*[yj]/i.test(answer)) throw new PolsslagError('NOT_ALLOWED', 'Nothing was imported.');
  return lines;
}

/**
 * Asks whether circles of a new name are known ones that were renamed: as new ones they would have neither the supervisors nor
 * the past of the old ones.
 * @param agreed said so on the command line already; null: nothing was said of it
 * @param names all that is new in the file, to be told in the same round
 * @returns those that are
 * @throws PolsslagError when nobody is there to be asked
 */
export async function confirmRenamings(
  context: CommandContext,
  renamings: readonly Renaming[],
  { agreed, names }: { readonly agreed: boolean | null; readonly names: readonly NewName[] },
): Promise<readonly Renaming[]> {
  if (renamings.length === 0 || agreed !== null) return agreed ? renamings : [];
  const lines = renamings.map(describeRenaming);
  if (!canBeAsked(context)) {
    const advice =
      'Nothing was imported: mend the names, add --rename-circles when it is, or --new-schools when all of it is new.';
    throw new PolsslagError('BAD_INPUT', [...describeNewNames(names), ...lines, advice]);
  }
  for (const line of lines) printLine(context.stderr, line);
  const answer = await askLine(context, 'Only another name? (y/N) ');
  return /^\s*[yj]/i.test(answer) ? renamings : [];
}

function describeRenaming({ from, to }: Renaming): string {
  return `"${to}" has all schools of "${from}", which the file does not name: is it that circle, with another name?`;
}

/** One line a name, with the known one that it is like. */
function describeNewNames(names: readonly NewName[]): string[] {
  const more = names.length - LISTED;
  return [
    ...names.slice(0, LISTED).map(describeNewName),
    ...(more > 0 ? [`… and ${more.toLocaleString('en')} more that are new.`] : []),
  ];
}

function describeNewName({ kind, name, nearest, isEmpty }: NewName): string {
  const known = isEmpty
    ? ', and no school is in it: when a known circle has another name, import the schools first'
    : '';
  const what = `The ${kind} "${name}" is new${known}`;
  if (nearest === null) return `${what}.`;
  return isEmpty ? `${what}. Did you mean "${nearest}"?` : `${what}: did you mean "${nearest}"?`;
}
