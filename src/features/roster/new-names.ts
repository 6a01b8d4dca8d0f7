import { askLine, canBeAsked } from '../../cli/ask.ts';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';

/** How many new names are listed. */
const LISTED = 20;

/** A school or circle that an import names for the first time. */
interface NewName {
  readonly kind: 'school' | 'circle';
  readonly name: string;
  /** The known name that may have been meant. */
  readonly nearest: string | null;
  /** Whether it is a circle with people but no school in this file. */
  readonly isEmpty?: boolean;
}

/** A circle that a file seems to have given another name. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * Asks whether new schools and circles are correct: a misspelt name makes a separate group that is too small to ever be
 * shown.
 * @param agreed whether the command line said so already
 * @returns a line for each, for the summary
 * @throws PolsslagError when they are not, or when nobody can be asked
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
 * Asks whether circles with a new name are known circles that were renamed: as new circles they would lose the
 * supervisors and the past of the old ones.
 * @param agreed what the command line said about it; null for nothing
 * @param names all that is new in the file, to be reported together
 * @returns the renamed ones
 * @throws PolsslagError when nobody can be asked
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

/** A line for each name, with a similar known one. */
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
