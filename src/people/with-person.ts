import type { ChatUser } from '../chat/address.ts';
import type { Reply } from '../chat/event.ts';
import { say, sentenceView } from '../chat/sentence.ts';
import { commonTexts } from '../text/common-texts.ts';
import { DEFAULT_LANGUAGE, type Person } from './person.ts';
import type { People } from './store.ts';

/** Answers somebody we know; whoever we do not know is told so. */
export async function withPerson(
  people: People,
  user: ChatUser,
  answer: (person: Person) => Reply | Promise<Reply>,
): Promise<Reply> {
  const person = await people.findByUser(user);
  return person ? answer(person) : say(sentenceView(commonTexts(DEFAULT_LANGUAGE).unknown));
}
