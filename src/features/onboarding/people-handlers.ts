import { z } from 'zod';
import type { ChatEvent, ReceiveEvent, Reply } from '../../chat/event.ts';
import type { Command, Handlers, Tap } from '../../chat/router.ts';
import type { View } from '../../chat/view.ts';
import { LANGUAGES, textsFor } from '../../text/texts.ts';
import type { CommandName } from './commands.ts';
import type { Hearing } from './hearing.ts';
import { type PeopleContext, replaceBy, say, withPerson } from './people-context.ts';
import type { PeopleStore, Person } from './people-store.ts';
import {
  CONSENT_ACTION,
  helpView,
  homeView,
  invitationView,
  LANGUAGE_ACTION,
  OWN_ANSWERS_ACTION,
  ownAnswersDialog,
  sentenceView,
} from './people-view.ts';
import { decide, no, perhapsStart, perhapsStop, showDecision, start, stop, yes } from './take-part.ts';

/** Taking part, stopping, language, help and one's own answers. */
export function peopleHandlers(context: PeopleContext): Handlers {
  const help = (event: ChatEvent) => withPerson(context, event.from, async (person) => say(helpView(person)));
  return {
    taps: {
      [CONSENT_ACTION]: (event) => decide(context, event),
      [LANGUAGE_ACTION]: (event) => changeLanguage(context, event),
    },
    repeatedTaps: {
      [CONSENT_ACTION]: (event) => showDecision(context, event),
      [LANGUAGE_ACTION]: (event) => withPerson(context, event.from, (person) => inPlace(context, event, person)),
    },
    idempotentTaps: {
      [OWN_ANSWERS_ACTION]: (event) =>
        withPerson(context, event.from, async (person) => ({
          kind: 'dialog',
          dialog: ownAnswersDialog(person, await context.ownLines(person)),
        })),
    },
    commands: {
      start: (event) => start(context, event),
      stop: (event) => stop(context, event),
      yes: (event) => yes(context, event),
      no: (event) => no(context, event),
      'perhaps-start': (event) => perhapsStart(context, event),
      'perhaps-stop': (event) => perhapsStop(context, event),
      help,
    } satisfies { readonly [name in Exclude<CommandName, 'check-in'>]: (event: Command) => Promise<Reply> },
  };
}

/**
 * Who writes to us, opens our home page or uses a button can be reached: also who had the app before we knew them, or
 * was given up. A tap must be quick, so that it is only noted, and after its reply.
 */
export function connectByDeeds(
  receive: ReceiveEvent,
  { store, now, hearing }: Pick<PeopleContext, 'store' | 'now'> & { readonly hearing: Pick<Hearing, 'hear'> },
): ReceiveEvent {
  return async (event) => {
    if (event.kind === 'command') await store.connect(event.from, event.conversation, now());
    if (event.kind === 'home-opened') await store.connect(event.from, null, now());
    const reply = await receive(event);
    if (event.kind === 'tap' || event.kind === 'submission') hearing.hear(event.from);
    return reply;
  };
}

/** The composer of the invitation; null when it was answered in another way already. */
export async function composeInvitation(
  store: PeopleStore,
  personId: string,
  privacyUrl: string | null,
): Promise<View | null> {
  const person = await store.find(personId);
  return person && !person.decided ? invitationView(person.language, privacyUrl) : null;
}

function changeLanguage(context: PeopleContext, event: Tap): Promise<Reply> {
  return withPerson(context, event.from, async (person) => {
    const chosen = z.object({ language: z.enum(LANGUAGES) }).safeParse(event.data);
    if (!chosen.success) return say(sentenceView(textsFor(person.language).people.outdated));
    await context.store.setLanguage(person.id, chosen.data.language);
    return inPlace(context, event, { ...person, language: chosen.data.language });
  });
}

/** Where the choice of a language stands: the home page with its figures never replaces a message, for messages stay. */
async function inPlace(context: PeopleContext, { data }: Tap, person: Person): Promise<Reply> {
  if (data['place'] !== 'home') return replaceBy(helpView(person));
  return { kind: 'home', view: homeView(person, await context.ownLines(person)) };
}
