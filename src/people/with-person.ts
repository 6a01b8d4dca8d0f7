import type { ChatUser } from '../chat/address.ts';
import type { Reply } from '../chat/event.ts';
import { say, sentenceView } from '../chat/sentence.ts';
import { commonTexts } from '../text/common-texts.ts';
import { inAllLanguages } from '../text/translated.ts';
import type { Person } from './person.ts';
import type { People } from './store.ts';

/** Said to whoever we do not know, whose language we therefore do not know either. */
export const UNKNOWN_PERSON = inAllLanguages(commonTexts, ({ unknown }) => unknown);

/** Answers somebody we know; whoever we do not know is told so. */
export async function withPerson(
  people: People,
  user: ChatUser,
  answer: (person: Person) => Reply | Promise<Reply>,
): Promise<Reply> {
  const person = await people.findByUser(user);
  return person ? answer(person) : say(sentenceView(UNKNOWN_PERSON));
}
