import { PolsslagError } from '../errors.ts';
import { askLine, canBeAsked } from './ask.ts';
import type { CommandContext } from './context.ts';

/**
 * Asks the operator to type the name once more before a person is erased, because that cannot be undone.
 * @throws PolsslagError when it differs, or when nobody is at a terminal to be asked
 */
export async function confirmErasing(context: CommandContext, key: string): Promise<void> {
  if (!canBeAsked(context))
    throw new PolsslagError('BAD_INPUT', 'Nothing was erased: add --yes when this is the one who is meant.');
  const again = await askLine(context, 'This cannot be undone. Type the name of the person once more to erase them: ');
  if (again.trim() !== key) throw new PolsslagError('NOT_ALLOWED', 'That is not the same: nothing was erased.');
}
