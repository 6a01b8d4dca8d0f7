import { z } from 'zod';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import type { View } from '../../chat/view.ts';
import { textsFor } from '../../text/texts.ts';
import type { PeopleContext } from './people-context.ts';
import { replaceBy, say, withPerson } from './people-context.ts';
import { invitationOf, type Person } from './people-store.ts';
import {
  answeredInvitationView,
  declinedView,
  helpView,
  homeView,
  invitationAgainView,
  PLACES,
  perhapsStartView,
  perhapsStopView,
  sentenceView,
  stoppedView,
  welcomeView,
} from './people-view.ts';

/** Somebody wants to take part. */
export function start(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(await join(context, person)));
}

/** Somebody wants to be left alone. */
export function stop(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(await leave(context, person)));
}

/** A bare yes answers the invitation; to whoever said no before, it may mean anything, so they are asked. */
export function yes(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => {
    if (person.takesPart) return say(helpView(person, textsFor(person.language).people.taking));
    return say(person.decided ? invitationAgainView(person) : await join(context, person));
  });
}

/**
 * A no is a no, to the invitation and afterwards: whoever takes part and says it gets no more questions, and reads in the
 * same moment how to take it back.
 */
export function no(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) =>
    say(person.decided && !person.takesPart ? invitationAgainView(person) : await leave(context, person)),
  );
}

/** What looks like a stop with a slip of the finger in it changes nothing before it was asked about. */
export function perhapsStop(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(perhapsStopView(person)));
}

export function perhapsStart(context: PeopleContext, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) =>
    say(person.takesPart ? helpView(person, textsFor(person.language).people.taking) : perhapsStartView(person)),
  );
}

const decision = z.object({
  answer: z.enum(['yes', 'no']),
  place: z.enum(PLACES).default('message'),
});
type Decision = z.infer<typeof decision>;

/** A button that says yes or no: of the invitation, and wherever one can stop or come back. */
export function decide(context: PeopleContext, event: Tap): Promise<Reply> {
  const parsed = decision.safeParse(event.data);
  return withPerson(context, event.from, async (person) => {
    const texts = textsFor(person.language).people;
    if (!parsed.success) return say(sentenceView(texts.outdated));
    if (person.role !== 'teacher') return replaceBy(sentenceView(texts.notForYou));
    const view = await (parsed.data.answer === 'yes' ? join(context, person) : leave(context, person));
    return shown(context, person, parsed.data, view);
  });
}

/** What somebody decided last, whatever a tap that comes again would have said. */
export function showDecision(context: PeopleContext, event: Tap): Promise<Reply> {
  const { place } = decision.catch({ answer: 'no', place: 'message' }).parse(event.data);
  return withPerson(context, event.from, async (person) => {
    if (person.role !== 'teacher') return replaceBy(sentenceView(textsFor(person.language).people.notForYou));
    const answer = person.takesPart ? 'yes' : 'no';
    return shown(context, person, { answer, place }, person.takesPart ? welcomeView(person) : declinedView(person));
  });
}

/** In the place where the button stands: only the home page may show answers, and a dialog has no message to replace. */
async function shown(context: PeopleContext, before: Person, where: Decision, view: View): Promise<Reply> {
  const person = { ...before, takesPart: where.answer === 'yes', decided: true };
  switch (where.place) {
    case 'message':
      return replaceBy(view);
    case 'invitation':
      return inInvitation(context, person);
    case 'dialog':
      return say(view);
    case 'home':
      return { kind: 'home', view: homeView(person, await context.ownLines(person)) };
  }
}

/** The invitation may have been sent twice: the one that was tapped is the one that stays. */
function inInvitation({ store }: PeopleContext, person: Person): Reply {
  const current = async () => {
    const latest = await store.find(person.id);
    return latest && answeredInvitationView(latest);
  };
  const view = answeredInvitationView(person);
  return { kind: 'replace', view, about: { notification: invitationOf(person.id), current } };
}

async function join({ store, now }: PeopleContext, person: Person): Promise<View> {
  if (person.takesPart) return helpView(person, textsFor(person.language).people.taking);
  await store.consent(person.id, now());
  return welcomeView(person);
}

async function leave({ store, now }: PeopleContext, person: Person): Promise<View> {
  await store.decline(person.id, now());
  return person.takesPart ? stoppedView(person) : declinedView(person);
}

function withTeacher(
  context: PeopleContext,
  event: ChatEvent,
  answer: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  return withPerson(context, event.from, async (person) =>
    person.role === 'teacher' ? answer(person) : say(sentenceView(textsFor(person.language).people.notForYou)),
  );
}
