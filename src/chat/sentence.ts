import type { Reply } from './event.ts';
import type { View } from './view.ts';

/** A message of one sentence. */
export function sentenceView(text: string): View {
  return { summary: text, blocks: [{ kind: 'text', text }] };
}

/** A reply that only this person sees. */
export function say(view: View): Reply {
  return { kind: 'say', view };
}

/** A reply of one sentence that only this person sees. */
export function sayText(text: string): Reply {
  return say(sentenceView(text));
}

/** A reply that replaces the tapped message. */
export function replaceBy(view: View): Reply {
  return { kind: 'replace', view };
}
