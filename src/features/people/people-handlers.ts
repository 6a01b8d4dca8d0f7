import { addWeeks } from 'date-fns/addWeeks';
import { z } from 'zod';
import type { ChatUser } from '../../chat/address.ts';
import type { ChatEvent, ReceiveEvent, Reply } from '../../chat/event.ts';
import type { Fallbacks, Handlers, Tap } from '../../chat/router.ts';
import type { View } from '../../chat/view.ts';
import { LANGUAGES, textsFor } from '../../text/texts.ts';
import type { Hearing } from './hearing.ts';
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

export interface PeopleContext {
  readonly store: PeopleStore;
  /** A teacher's own figures in sentences, for their eyes only. */
  readonly ownLines: (person: Person) => Promise<readonly string[]>;
  readonly now: () => Date;
  /** In what we speak to somebody we do not know. */
  readonly defaultLanguage: string;
}

/** Taking part, stopping, language, help and one's own answers. */
export function peopleHandlers(context: PeopleContext): Handlers {
  const help = (event: ChatEvent) => withPerson(context, event.from, async (person) => say(helpView(person)));
  return {
    taps: {
      [CONSENT_ACTION]: (event) => decide(context, event),
      [LANGUAGE_ACTION]: (event) => changeLanguage(context, event),
    },
    repeatedTaps: {
      [CONSENT_ACTION]: (event) => showDecision(context, event.from),
      [LANGUAGE_ACTION]: (event) => withPerson(context, event.from, async (person) => replaceBy(helpView(person))),
    },
    idempotentTaps: {
      [OWN_ANSWERS_ACTION]: (event) =>
        withPerson(context, event.from, async (person) => ({
          kind: 'dialog',
          dialog: ownAnswersDialog(person.language, await context.ownLines(person)),
        })),
    },
    commands: {
      start: (event) => join(context, event.from),
      stop: (event) => leave(context, event.from),
      hulp: help,
      help,
      '': help,
    },
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

/** What people answer to everything that no feature claims. */
export function peopleFallbacks(context: PeopleContext): Fallbacks {
  const help = (event: ChatEvent) => withPerson(context, event.from, async (person) => say(helpView(person)));
  return {
    unknownAction: (event) =>
      withPerson(context, event.from, async (person) =>
        event.kind === 'tap'
          ? say(sentenceView(textsFor(person.language).people.outdated))
          : { kind: 'close', note: '' },
      ),
    unknownCommand: help,
    homeOpened: (event) =>
      withPerson(context, event.from, async (person) => ({
        kind: 'home',
        view: homeView(person, await context.ownLines(person)),
      })),
    connected: async (event) => {
      const person = await context.store.connect(event.from, event.conversation, context.now());
      if (person?.role === 'teacher') {
        const now = context.now();
        await context.store.inviteTeachers(now, addWeeks(now, 1), person.id);
      }
      return { kind: 'none' };
    },
    disconnected: async (event) => {
      await context.store.disconnect(event.from, context.now());
      return { kind: 'none' };
    },
  };
}

/** The composer of the invitation; null when it was answered in another way already. */
export async function composeInvitation(
  store: PeopleStore,
  personId: string,
  privacyUrl: string | null,
): Promise<View | null> {
  const person = await store.find(personId);
  return person && !person.takesPart ? invitationView(person.language, privacyUrl) : null;
}

async function decide(context: PeopleContext, event: Tap): Promise<Reply> {
  const answer = z.object({ answer: z.enum(['yes', 'no']) }).safeParse(event.data);
  if (!answer.success) return { kind: 'none' };
  const reply = answer.data.answer === 'yes' ? await join(context, event.from) : await leave(context, event.from);
  return reply.kind === 'say' ? replaceBy(reply.view) : reply;
}

/** What somebody decided last, whatever a tap that comes again would have said. */
function showDecision(context: PeopleContext, user: ChatUser): Promise<Reply> {
  return withPerson(context, user, async (person) => {
    const texts = textsFor(person.language).people;
    if (person.role !== 'teacher') return replaceBy(sentenceView(texts.notForYou));
    return replaceBy(sentenceView(person.takesPart ? texts.welcome : texts.declined));
  });
}

function join({ store, now, ...context }: PeopleContext, user: ChatUser): Promise<Reply> {
  return withPerson({ store, now, ...context }, user, async (person) => {
    const texts = textsFor(person.language).people;
    if (person.role !== 'teacher') return say(sentenceView(texts.notForYou));
    await store.consent(person.id, now());
    return say(sentenceView(texts.welcome));
  });
}

function leave({ store, now, ...context }: PeopleContext, user: ChatUser): Promise<Reply> {
  return withPerson({ store, now, ...context }, user, async (person) => {
    const texts = textsFor(person.language).people;
    if (person.role !== 'teacher') return say(sentenceView(texts.notForYou));
    await store.decline(person.id, now());
    return say(sentenceView(person.takesPart ? texts.stopped : texts.declined));
  });
}

function changeLanguage(context: PeopleContext, event: Tap): Promise<Reply> {
  return withPerson(context, event.from, async (person) => {
    const chosen = z.object({ language: z.enum(LANGUAGES) }).safeParse(event.data);
    if (!chosen.success) return { kind: 'none' };
    await context.store.setLanguage(person.id, chosen.data.language);
    // Never the home page with its figures: this reply may replace a message, and messages stay.
    return replaceBy(helpView({ ...person, language: chosen.data.language }));
  });
}

async function withPerson(
  context: PeopleContext,
  user: ChatUser,
  answer: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  const person = await context.store.findByUser(user);
  return person ? answer(person) : say(sentenceView(textsFor(context.defaultLanguage).people.unknown));
}

function say(view: View): Reply {
  return { kind: 'say', view };
}

function replaceBy(view: View): Reply {
  return { kind: 'replace', view };
}
