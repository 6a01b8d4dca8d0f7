import { sentenceView } from '../chat/sentence.ts';
import type { View } from '../chat/view.ts';
import { commonTexts } from '../text/common-texts.ts';
import type { SlackHome } from './erase-person.ts';

/** What is left of somebody who was erased: their home pages, and the language that they were spoken to in. */
export interface LeftBehind {
  readonly language: string;
  readonly homes: readonly SlackHome[];
}

/** Replaces a home page whose owner has done nothing. Rejects with a PolsslagError when it stays as it was. */
export type ShowHome = (home: SlackHome, view: View) => Promise<void>;

interface KeptHome {
  readonly workspace: string;
  readonly error: unknown;
}

/**
 * Replaces the home pages of a person who was erased, because Slack keeps showing the old ones with their answers.
 * @returns those that could not be replaced: Slack keeps them until they are opened
 */
export async function emptyHomes({ homes, language }: LeftBehind, show: ShowHome): Promise<readonly KeptHome[]> {
  const view = sentenceView(commonTexts(language).forgotten);
  const kept: KeptHome[] = [];
  for (const home of homes) {
    await show(home, view).catch((error: unknown) => kept.push({ workspace: home.workspace, error }));
  }
  return kept;
}
