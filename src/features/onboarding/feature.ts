import { addWeeks } from 'date-fns/addWeeks';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import { say } from '../../chat/sentence.ts';
import type { Feature, Tools } from '../../feature.ts';
import { FEWEST_BESIDE_OTHERS } from '../../measurement/gate.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { DEFAULT_LANGUAGE } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { createHearing } from './hearing.ts';
import { createOnboardingStore, type OnboardingStore } from './store.ts';
import { takePartHandlers } from './take-part.ts';
import { onboardingTexts } from './texts.ts';
import {
  greetingView,
  invitationKey,
  invitationView,
  participation,
  participationSection,
  privacyView,
} from './view.ts';
import { WORDS } from './words.ts';

/** The invitation, agreeing and declining, and who can be reached. */
export const feature: Feature = {
  name: 'onboarding',
  words: WORDS,
  make: (tools) => {
    const { people, views, now, pages, onTrouble } = tools;
    const store = createOnboardingStore(tools.database);
    const together = tools.settings.minimumGroup;
    const fewest = { together, beside: Math.max(together, FEWEST_BESIDE_OTHERS) };
    const context = { store, people, views, now, fewest };
    const hearing = createHearing({
      store,
      now,
      onFailure: (error) => onTrouble(error, 'people who were heard of are not reconnected yet'),
    });
    const { commands, ...handlers } = takePartHandlers(context);
    const privacyUrl = () => pages?.address('/privacy') ?? null;
    return {
      ...handlers,
      commands: {
        ...commands,
        privacy: (event) =>
          withPerson(people, event.from, (person) =>
            say(privacyView(person, { fewest, privacyUrl: privacyUrl(), buttons: tools.all.dialogButtons(person) })),
          ),
      },
      messages: {
        // Null when it was answered in another way, and for people who left the list meanwhile, who are asked whether
        // they stay instead.
        invitation: async (subject) => {
          const person = await people.find(subject);
          if (!person || person.decided || (await people.isLeaving(subject))) return null;
          const language = views.language(person, invitationKey(person));
          return invitationView(person, { fewest, privacyUrl: privacyUrl(), language });
        },
      },
      messageNames: (language) => onboardingTexts(language).messageNames,
      schedules: [invitations(store, tools)],
      joined: async (personId) => {
        await store.inviteTeachers(now(), addWeeks(now(), 1), { personId });
      },
      home: async (person) => participationSection(person, fewest),
      helpButtons: (person) => (person.role === 'teacher' ? [participation(person, 'message')] : []),
      dialogButtons: (person) => (person.takesPart ? [participation(person, 'dialog')] : []),
      fallbacks: {
        connected: (event) => receiveNewcomer(context, event),
        disconnected: async (event) => {
          await store.disconnect(event.from, now());
          return { kind: 'none' };
        },
      },
      before: (event) => connectByWords(context, event),
      // A tap must be fast, so that who made it is only remembered, and stored after the reply.
      after: (event) => {
        if (event.kind === 'tap' || event.kind === 'submission') hearing.hear(event.from, event.conversation);
      },
      settled: hearing.settled,
    };
  },
};

/** Longer than any holiday: an invitation that is written in one waits until it ends. */
const MAX_WAIT_WEEKS = 10;

/**
 * Invites people who were never invited, when the others get their questions; people who are added later in the week
 * soon after that.
 */
function invitations({ inviteTeachers }: OnboardingStore, { settings, goodMoments }: Tools) {
  const { checkInSchedule: cron, timezone } = settings;
  return {
    name: 'invitations',
    cron,
    timezone,
    period: (at: Date) => weekOf(at, timezone),
    lastMoment: (week: string) => endOfWeek(week, timezone),
    run: async (_week: string, now: Date) => {
      await inviteTeachers(now, addWeeks(now, MAX_WAIT_WEEKS), { goodMoments });
    },
    again: async (_week: string, now: Date) =>
      (await inviteTeachers(now, addWeeks(now, MAX_WAIT_WEEKS), { goodMoments, newcomersOnly: true })) > 0,
  };
}

/** Somebody added the app: a teacher is invited; others, and teachers who left the list, get a greeting. */
async function receiveNewcomer(
  { store, people, views, now }: { store: OnboardingStore } & Pick<Tools, 'people' | 'views' | 'now'>,
  { from, conversation, greet }: Extract<ChatEvent, { kind: 'connected' }>,
): Promise<Reply> {
  const at = now();
  const person = await store.connect(from, conversation, at);
  if (person?.role === 'teacher' && !(await people.isLeaving(person.id))) {
    // The invitation is itself a greeting, and people who take part get their next questions soon.
    await store.inviteTeachers(at, addWeeks(at, 1), { personId: person.id });
    return { kind: 'none' };
  }
  if (!greet) return { kind: 'none' };
  return say(greetingView(person?.language ?? DEFAULT_LANGUAGE, person && views.help(person)));
}

/**
 * People who write to Polsslag or open its home page can be reached, also when they had the app before they were
 * imported, or had been given up.
 */
async function connectByWords(
  { store, now }: { store: OnboardingStore } & Pick<Tools, 'now'>,
  event: ChatEvent,
): Promise<void> {
  if (event.kind === 'command') await store.connect(event.from, event.conversation, now());
  if (event.kind === 'home-opened') await store.connect(event.from, null, now());
}
