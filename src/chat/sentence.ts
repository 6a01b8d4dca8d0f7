import type { Reply } from './event.ts';
import type { View } from './view.ts';

/** A message of one sentence. */
export function sentenceView(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', text }] };
}

/** Says it to this person only. */
export function say(view: View): Reply {
  return { kind: 'say', view };
}

/** Says one sentence to this person only. */
export function sayText(text: string): Reply {
  return say(sentenceView(text));
}

/** Replaces the message that was tapped. */
export function replaceBy(view: View): Reply {
  return { kind: 'replace', view };
}
