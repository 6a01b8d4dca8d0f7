import { addWeeks } from 'date-fns/addWeeks';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import { say } from '../../chat/sentence.ts';
import { DEFAULT_LANGUAGE } from '../../people/person.ts';
import type { Onboarding } from './take-part.ts';
import { greetingView, strangerView } from './view.ts';

/** The app was added: a teacher is invited, anybody else greeted. */
export async function connect(
  { store, views, now }: Onboarding,
  { from, conversation, greet }: Extract<ChatEvent, { kind: 'connected' }>,
): Promise<Reply> {
  const at = now();
  const person = await store.connect(from, conversation, at);
  if (person?.role === 'teacher') {
    // The invitation is a greeting by itself, and whoever takes part hears from us with the next questions.
    await store.inviteTeachers(at, addWeeks(at, 1), person.id);
    return { kind: 'none' };
  }
  if (!greet) return { kind: 'none' };
  return say(person ? greetingView(person, views.help(person)) : strangerView(DEFAULT_LANGUAGE));
}

/** Who writes to us or opens our home page can be reached: also who had the app before we knew them, or was given up. */
export async function connectByWords(
  { store, now }: Pick<Onboarding, 'store' | 'now'>,
  event: ChatEvent,
): Promise<void> {
  if (event.kind === 'command') await store.connect(event.from, event.conversation, now());
  if (event.kind === 'home-opened') await store.connect(event.from, null, now());
}
