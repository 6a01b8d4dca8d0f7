import { PolsslagError } from '../errors.ts';
import { emptyHomes, type LeftBehind } from '../people/empty-homes.ts';
import { unseal } from '../secrets/seal.ts';
import { type CommandContext, printLine } from './context.ts';

/**
 * Empties the home pages of a person whom the operator erased. Prints a line for each page that could not be replaced.
 * @param keys the keys with which workspace tokens are sealed
 */
export async function emptyHomesAndSay(
  context: CommandContext,
  left: LeftBehind,
  keys: () => ReturnType<CommandContext['sealKeys']>,
): Promise<void> {
  const kept = await emptyHomes(left, async ({ sealedToken, user }, view) => {
    if (sealedToken === null) throw new PolsslagError('UNAVAILABLE', 'the workspace is not connected');
    await context.showSlackHome({ botToken: unseal(sealedToken, keys()), user }, view);
  });
  for (const { workspace, error } of kept) {
    if (!(error instanceof PolsslagError)) throw error;
    const why = error.message.replace(/\.$/, '');
    printLine(
      context.stdout,
      `Their home page in Slack (${workspace}) could not be emptied: ${why}. Slack keeps it until they open it.`,
    );
  }
}
