import type { ChatUser } from '../chat/address.ts';
import type { Reply } from '../chat/event.ts';
import { say, sentenceView } from '../chat/sentence.ts';
import { commonTexts } from '../text/common-texts.ts';
import { inAllLanguages } from '../text/translated.ts';
import type { Person } from './person.ts';
import type { People } from './store.ts';

/** The answer to somebody unknown, in all languages, because theirs is unknown too. */
export const UNKNOWN_PERSON = inAllLanguages(commonTexts, ({ unknown }) => unknown);

/** Answers a known person; an unknown one is told that we do not know them. */
export async function withPerson(
  people: People,
  user: ChatUser,
  answer: (person: Person) => Reply | Promise<Reply>,
): Promise<Reply> {
  const person = await people.findByUser(user);
  return person ? answer(person) : say(sentenceView(UNKNOWN_PERSON));
}
