import type { ChatUser } from '../../chat/address.ts';
import type { Reply } from '../../chat/event.ts';
import type { View } from '../../chat/view.ts';
import { textsFor } from '../../text/texts.ts';
import type { PeopleStore, Person } from './people-store.ts';
import { sentenceView } from './people-view.ts';

export interface PeopleContext {
  readonly store: PeopleStore;
  /** A teacher's own figures in sentences, for their eyes only. */
  readonly ownLines: (person: Person) => Promise<readonly string[]>;
  readonly now: () => Date;
  /** In what we speak to somebody we do not know. */
  readonly defaultLanguage: string;
}

/** Answers somebody we know; whoever we do not know is told so. */
export async function withPerson(
  context: PeopleContext,
  user: ChatUser,
  answer: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  const person = await context.store.findByUser(user);
  return person ? answer(person) : say(sentenceView(textsFor(context.defaultLanguage).people.unknown));
}

export function say(view: View): Reply {
  return { kind: 'say', view };
}

export function replaceBy(view: View): Reply {
  return { kind: 'replace', view };
}
