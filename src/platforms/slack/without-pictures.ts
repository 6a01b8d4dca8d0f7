import type { View } from '../../chat/view.ts';
import { describeBlock } from './describe-block.ts';
import { slackErrorCode } from './slack-error.ts';

/** What messages and views are refused with when a picture could not be fetched. */
const REFUSED: ReadonlySet<string> = new Set(['invalid_blocks', 'invalid_arguments']);

/**
 * Does something with a view; when Slack refuses its blocks and there is a picture among them (which Slack fetches
 * itself, and could not), once more with the picture's text in its place. A refused message was not posted, so this
 * cannot make a second one.
 */
export async function orWithoutPictures<T>(view: View, attempt: (view: View) => Promise<T>): Promise<T> {
  try {
    return await attempt(view);
  } catch (error) {
    const hasPicture = view.blocks.some((block) => block.kind === 'picture');
    if (!hasPicture || !REFUSED.has(slackErrorCode(error))) throw error;
    return attempt(withoutPictures(view));
  }
}

function withoutPictures(view: View): View {
  return {
    ...view,
    blocks: view.blocks.map((block) =>
      block.kind === 'picture' ? { kind: 'text', text: describeBlock(block) } : block,
    ),
  };
}
