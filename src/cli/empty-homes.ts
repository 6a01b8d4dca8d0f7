import { sentenceView } from '../chat/sentence.ts';
import { PolsslagError } from '../errors.ts';
import { unseal } from '../secrets/seal.ts';
import { commonTexts } from '../text/common-texts.ts';
import { type CommandContext, printLine } from './context.ts';

/** The home pages in Slack of somebody who was erased, and their language. */
interface Left {
  readonly language: string;
  readonly homes: readonly { readonly workspace: string; readonly user: string; readonly sealedToken: string | null }[];
}

/**
 * Replaces the home pages of a person who was erased, because Slack keeps showing the old ones with their answers.
 * Prints a line for each page that could not be replaced.
 * @param keys the keys with which workspace tokens are sealed
 */
export async function emptyHomes(
  context: CommandContext,
  { homes, language }: Left,
  keys: () => ReturnType<CommandContext['sealKeys']>,
): Promise<void> {
  const view = sentenceView(commonTexts(language).forgotten);
  for (const { workspace, user, sealedToken } of homes) {
    try {
      if (sealedToken === null) throw new PolsslagError('UNAVAILABLE', 'the workspace is not connected');
      await context.showSlackHome({ botToken: unseal(sealedToken, keys()), user }, view);
    } catch (error) {
      if (!(error instanceof PolsslagError)) throw error;
      const why = error.message.replace(/\.$/, '');
      printLine(
        context.stdout,
        `Their home page in Slack (${workspace}) could not be emptied: ${why}. Slack keeps it until they open it.`,
      );
    }
  }
}
