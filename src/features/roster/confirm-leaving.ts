import { askLine, canBeAsked } from '../../cli/ask.ts';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';

/**
 * Asks whether so many are meant to have left: a file that is a part of the list would look as if all others had.
 * @param agreed the number that was said on the command line
 * @throws PolsslagError when they are not, or when nobody is there to be asked
 */
export async function confirmLeaving(
  context: CommandContext,
  missing: number,
  agreed: string | undefined,
): Promise<void> {
  if (missing === 0 || String(missing) === agreed) return;
  const said = `Not in this file, and asked whether they stay or else erased: ${missing} people.`;
  if (agreed !== undefined || !canBeAsked(context)) {
    throw new PolsslagError('BAD_INPUT', [said, `Nothing was imported: add --leaving ${missing} when that is right.`]);
  }
  printLine(context.stderr, said);
  const answer = await askLine(context, 'Did they leave? (y/N) ');
  if (!/^\s*[yj]/i.test(answer)) throw new PolsslagError('NOT_ALLOWED', 'Nothing was imported.');
}
