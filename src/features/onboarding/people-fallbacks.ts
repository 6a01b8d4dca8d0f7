import { addWeeks } from 'date-fns/addWeeks';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import type { Fallbacks, Submission, Tap } from '../../chat/router.ts';
import { textsFor } from '../../text/texts.ts';
import type { Texts } from '../../text/texts-shape.ts';
import { type PeopleContext, say, withPerson } from './people-context.ts';
import { greetingView, helpView, homeView, sentenceView, strangerView } from './people-view.ts';
import { readCommand } from './read-command.ts';

/** What people answer to everything that no feature claims. */
export function peopleFallbacks(context: PeopleContext): Fallbacks {
  return {
    commandOf: readCommand,
    unknownAction: (event) => tell(context, event, (texts) => texts.people.outdated),
    repeated: (event) => tell(context, event, (texts) => texts.people.doneBefore),
    unknownCommand: (event) =>
      withPerson(context, event.from, async (person) =>
        say(helpView(person, textsFor(person.language).people.notUnderstood)),
      ),
    homeOpened: (event) =>
      withPerson(context, event.from, async (person) => ({
        kind: 'home',
        view: homeView(person, await context.ownLines(person)),
      })),
    // Nothing of the person, who is read along with: not even whether we know them.
    mentioned: async () => say(sentenceView(textsFor(context.defaultLanguage).people.mentioned)),
    addedAmongOthers: async () => say(sentenceView(textsFor(context.defaultLanguage).people.addedAmongOthers)),
    connected: (event) => connect(context, event),
    disconnected: async (event) => {
      await context.store.disconnect(event.from, context.now());
      return { kind: 'none' };
    },
  };
}

/** Says it where the person is looking: in the dialog that they sent, or for a moment where they tapped. */
async function tell(
  { store, defaultLanguage }: PeopleContext,
  event: Tap | Submission,
  pick: (texts: Texts) => string,
): Promise<Reply> {
  const person = await store.findByUser(event.from);
  const texts = textsFor(person?.language ?? defaultLanguage);
  const text = person ? pick(texts) : texts.people.unknown;
  return event.kind === 'submission' ? { kind: 'close', note: text } : say(sentenceView(text));
}

async function connect(
  context: PeopleContext,
  { from, conversation, greet }: Extract<ChatEvent, { kind: 'connected' }>,
): Promise<Reply> {
  const now = context.now();
  const person = await context.store.connect(from, conversation, now);
  if (person?.role === 'teacher') {
    // The invitation is a greeting by itself, and whoever takes part hears from us with the next questions.
    await context.store.inviteTeachers(now, addWeeks(now, 1), person.id);
    return { kind: 'none' };
  }
  if (!greet) return { kind: 'none' };
  return say(person ? greetingView(person) : strangerView(context.defaultLanguage));
}
