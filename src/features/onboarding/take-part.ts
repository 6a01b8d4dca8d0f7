import { z } from 'zod';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import type { Handlers, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { CONSENT_VERSION } from './consent-texts.ts';
import type { OnboardingStore } from './store.ts';
import { onboardingTexts } from './texts.ts';
import { CONSENT_ACTION, type Fewest, invitationKey, PLACES, replyViews } from './view.ts';

interface Onboarding extends Pick<Tools, 'people' | 'views' | 'now'> {
  readonly store: OnboardingStore;
  readonly fewest: Fewest;
}

/** What people type and tap to begin and end taking part. */
export function takePartHandlers(context: Onboarding): Handlers {
  const { help } = context.views;
  const taking = async (person: Person) =>
    (await context.people.isLeaving(person.id))
      ? sentenceView(commonTexts(person.language).tapToStay)
      : help(person, onboardingTexts(person.language).taking);
  const asTeacher = (answer: (person: Person) => View | Promise<View>) => (event: ChatEvent) =>
    withTeacher(context, event, async (person) => say(await answer(person)));
  return {
    taps: { [CONSENT_ACTION]: (event) => decide(context, event) },
    repeatedTaps: { [CONSENT_ACTION]: (event) => showDecision(context, event) },
    commands: {
      // Whoever takes part already wants to begin with something.
      start: (event) =>
        withTeacher(context, event, async (person) =>
          person.takesPart ? context.views.home(person) : say(await sayYes(context, person)),
        ),
      stop: asTeacher((person) => leave(context, person)),
      // A bare yes answers the invitation; to whoever said no before, it may mean anything, so they are asked.
      yes: asTeacher((person) => {
        if (person.takesPart) return taking(person);
        return person.decided ? replyViews.again(person) : sayYes(context, person);
      }),
      // A no is a no, to the invitation and afterwards: whoever takes part and says it gets no more questions, and reads in
      // the same moment how to take it back.
      no: asTeacher((person) =>
        person.decided && !person.takesPart ? replyViews.again(person) : leave(context, person),
      ),
      // What looks like a stop with a slip of the finger in it changes nothing before it was asked about.
      'perhaps-stop': asTeacher(replyViews.perhapsStop),
      'perhaps-start': asTeacher((person) => (person.takesPart ? taking(person) : replyViews.perhapsStart(person))),
    },
  };
}

const decision = z.object({
  answer: z.enum(['yes', 'no']),
  place: z.enum(PLACES).default('message'),
  // What was sent before versions were kept has none: there was one text then.
  version: z.coerce.number().int().min(1).max(CONSENT_VERSION).default(1),
});
type ConsentDecision = z.infer<typeof decision>;

/** A button that says yes or no: of the invitation, and wherever one can stop or come back. */
function decide(context: Onboarding, event: Tap): Promise<Reply> {
  const parsed = decision.safeParse(event.data);
  return withPerson(context.people, event.from, async (person) => {
    if (!parsed.success) return say(sentenceView(commonTexts(person.language).outdated));
    if (person.role !== 'teacher') return replaceBy(sentenceView(commonTexts(person.language).notForYou));
    const { answer, version } = parsed.data;
    const view = await (answer === 'yes' ? sayYes(context, person, version) : leave(context, person));
    return shown(context, person, parsed.data, view);
  });
}

/** What somebody decided last, whatever a tap that comes again would have said. */
function showDecision(context: Onboarding, event: Tap): Promise<Reply> {
  const { place } = decision.pick({ place: true }).catch({ place: 'message' }).parse(event.data);
  return withPerson(context.people, event.from, async (person) => {
    if (person.role !== 'teacher') return replaceBy(sentenceView(commonTexts(person.language).notForYou));
    const answer = person.takesPart ? 'yes' : 'no';
    return shown(
      context,
      person,
      { answer, place },
      person.takesPart ? replyViews.welcome(person, context.fewest, true) : replyViews.declined(person),
    );
  });
}

/** In the place where the button stands: only the home page may show answers, and a dialog has no message to replace. */
async function shown(
  context: Onboarding,
  before: Person,
  where: Pick<ConsentDecision, 'answer' | 'place'>,
  view: View,
): Promise<Reply> {
  const person = { ...before, takesPart: where.answer === 'yes', decided: true };
  switch (where.place) {
    case 'message':
      return replaceBy(view);
    case 'invitation':
      return replyInInvitation(context, person);
    case 'dialog':
      return say(view);
    case 'home':
      return context.views.home(person);
  }
}

/** The invitation may have been sent twice: the one that was tapped is the one that stays. */
function replyInInvitation({ people, fewest }: Onboarding, person: Person): Reply {
  const current = async () => {
    const latest = await people.find(person.id);
    return latest && replyViews.answeredInvitation(latest, fewest);
  };
  const view = replyViews.answeredInvitation(person, fewest);
  return { kind: 'replace', view, about: { notification: invitationKey(person), current } };
}

/** @param version of the text that was said yes to; whoever types a yes gets the latest to read with the reply */
async function sayYes(
  { store, now, views, fewest }: Onboarding,
  person: Person,
  version: number = CONSENT_VERSION,
): Promise<View> {
  if (person.takesPart) return views.help(person, onboardingTexts(person.language).taking);
  await store.consent(person.id, version, now());
  return replyViews.welcome(person, fewest, person.decided);
}

async function leave({ store, now }: Onboarding, person: Person): Promise<View> {
  await store.decline(person.id, now());
  return person.takesPart ? replyViews.stopped(person) : replyViews.declined(person);
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
