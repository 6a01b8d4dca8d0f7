import { z } from 'zod';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { invitationOf, type OnboardingStore } from './store.ts';
import { onboardingTexts } from './texts.ts';
import {
  answeredInvitationView,
  declinedView,
  invitationAgainView,
  PLACES,
  perhapsStartView,
  perhapsStopView,
  stoppedView,
  welcomeView,
} from './view.ts';

export interface Onboarding extends Pick<Tools, 'people' | 'views' | 'now'> {
  readonly store: OnboardingStore;
}

/** Somebody wants to take part. */
export function start(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(await join(context, person)));
}

/** Somebody wants to be left alone. */
export function stop(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(await leave(context, person)));
}

/** A bare yes answers the invitation; to whoever said no before, it may mean anything, so they are asked. */
export function yes(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => {
    if (person.takesPart) return say(context.views.help(person, onboardingTexts(person.language).taking));
    return say(person.decided ? invitationAgainView(person) : await join(context, person));
  });
}

/**
 * A no is a no, to the invitation and afterwards: whoever takes part and says it gets no more questions, and reads in the
 * same moment how to take it back.
 */
export function no(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) =>
    say(person.decided && !person.takesPart ? invitationAgainView(person) : await leave(context, person)),
  );
}

/** What looks like a stop with a slip of the finger in it changes nothing before it was asked about. */
export function perhapsStop(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) => say(perhapsStopView(person)));
}

export function perhapsStart(context: Onboarding, event: ChatEvent): Promise<Reply> {
  return withTeacher(context, event, async (person) =>
    say(
      person.takesPart ? context.views.help(person, onboardingTexts(person.language).taking) : perhapsStartView(person),
    ),
  );
}

const decision = z.object({
  answer: z.enum(['yes', 'no']),
  place: z.enum(PLACES).default('message'),
});
type Decision = z.infer<typeof decision>;

/** A button that says yes or no: of the invitation, and wherever one can stop or come back. */
export function decide(context: Onboarding, event: Tap): Promise<Reply> {
  const parsed = decision.safeParse(event.data);
  return withPerson(context.people, event.from, async (person) => {
    if (!parsed.success) return say(sentenceView(commonTexts(person.language).outdated));
    if (person.role !== 'teacher') return replaceBy(sentenceView(commonTexts(person.language).notForYou));
    const view = await (parsed.data.answer === 'yes' ? join(context, person) : leave(context, person));
    return shown(context, person, parsed.data, view);
  });
}

/** What somebody decided last, whatever a tap that comes again would have said. */
export function showDecision(context: Onboarding, event: Tap): Promise<Reply> {
  const { place } = decision.catch({ answer: 'no', place: 'message' }).parse(event.data);
  return withPerson(context.people, event.from, async (person) => {
    if (person.role !== 'teacher') return replaceBy(sentenceView(commonTexts(person.language).notForYou));
    const answer = person.takesPart ? 'yes' : 'no';
    return shown(context, person, { answer, place }, person.takesPart ? welcomeView(person) : declinedView(person));
  });
}

/** In the place where the button stands: only the home page may show answers, and a dialog has no message to replace. */
async function shown(context: Onboarding, before: Person, where: Decision, view: View): Promise<Reply> {
  const person = { ...before, takesPart: where.answer === 'yes', decided: true };
  switch (where.place) {
    case 'message':
      return replaceBy(view);
    case 'invitation':
      return inInvitation(context, person);
    case 'dialog':
      return say(view);
    case 'home':
      return { kind: 'home', view: await context.views.home(person) };
  }
}

/** The invitation may have been sent twice: the one that was tapped is the one that stays. */
function inInvitation({ people }: Onboarding, person: Person): Reply {
  const current = async () => {
    const latest = await people.find(person.id);
    return latest && answeredInvitationView(latest);
  };
  const view = answeredInvitationView(person);
  return { kind: 'replace', view, about: { notification: invitationOf(person.id), current } };
}

async function join({ store, now, views }: Onboarding, person: Person): Promise<View> {
  if (person.takesPart) return views.help(person, onboardingTexts(person.language).taking);
  await store.consent(person.id, now());
  return welcomeView(person);
}

async function leave({ store, now }: Onboarding, person: Person): Promise<View> {
  await store.decline(person.id, now());
  return person.takesPart ? stoppedView(person) : declinedView(person);
}

function withTeacher(
  context: Onboarding,
  event: ChatEvent,
  answer: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  return withPerson(context.people, event.from, async (person) =>
    person.role === 'teacher' ? answer(person) : say(sentenceView(commonTexts(person.language).notForYou)),
  );
}
