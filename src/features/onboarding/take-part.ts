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

/** Handlers for what people type and tap to begin and end taking part. */
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
      // People who take part already get the home page.
      start: (event) =>
        withTeacher(context, event, async (person) =>
          person.takesPart ? context.views.home(person) : say(await sayYes(context, person)),
        ),
      stop: asTeacher((person) => leave(context, person)),
      // A bare yes answers the invitation; from people who declined before it may mean anything, so they are asked.
      yes: asTeacher((person) => {
        if (person.takesPart) return taking(person);
        return person.decided ? replyViews.again(person) : sayYes(context, person);
      }),
      // A no is accepted at any time: people who take part get no more questions, and read at once how to undo it.
      no: asTeacher((person) =>
        person.decided && !person.takesPart ? replyViews.again(person) : leave(context, person),
      ),
      // A probable typing error for stop or start changes nothing until they confirm it.
      'perhaps-stop': asTeacher(replyViews.perhapsStop),
      'perhaps-start': asTeacher((person) => (person.takesPart ? taking(person) : replyViews.perhapsStart(person))),
    },
  };
}

const decision = z.object({
  answer: z.enum(['yes', 'no']),
  place: z.enum(PLACES).default('message'),
  // Messages from before versions existed have none: there was only one text then.
  version: z.coerce.number().int().min(1).max(CONSENT_VERSION).default(1),
});
type ConsentDecision = z.infer<typeof decision>;

/** Handles the yes and no buttons, in the invitation and in all other places. */
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

/** Shows what somebody decided last, whatever a repeated tap says. */
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

/**
 * Shows the result in the place of the button. Only the home page may show answers, and a dialog has no message to
 * replace.
 */
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

/** Replies in the invitation. It may have been sent twice; the one that was tapped is the one that remains. */
function replyInInvitation({ people, fewest }: Onboarding, person: Person): Reply {
  const current = async () => {
    const latest = await people.find(person.id);
    return latest && replyViews.answeredInvitation(latest, fewest);
  };
  const view = replyViews.answeredInvitation(person, fewest);
  return { kind: 'replace', view, about: { notification: invitationKey(person), current } };
}

/** Records a consent. @param version of the text; people who type a yes read the latest one in the reply */
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
