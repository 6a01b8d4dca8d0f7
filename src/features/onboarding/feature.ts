import { addWeeks } from 'date-fns/addWeeks';
import type { Feature, Tools } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { connect, connectByWords } from './connect.ts';
import { createHearing } from './hearing.ts';
import { createOnboardingStore, type OnboardingStore } from './store.ts';
import { decide, no, perhapsStart, perhapsStop, showDecision, start, stop, yes } from './take-part.ts';
import { CONSENT_ACTION, invitationView, participation, participationSection } from './view.ts';
import { WORDS } from './words.ts';

/** The invitation, saying yes and no, and who can be reached. */
export const onboarding: Feature = {
  name: 'onboarding',
  words: WORDS,
  make: (tools) => {
    const { people, views, now, pages, onTrouble } = tools;
    const store = createOnboardingStore(tools.database);
    const context = { store, people, views, now };
    const hearing = createHearing({
      store,
      now,
      onFailure: (error) => onTrouble(error, 'people who were heard of are not reconnected yet'),
    });
    return {
      taps: { [CONSENT_ACTION]: (event) => decide(context, event) },
      repeatedTaps: { [CONSENT_ACTION]: (event) => showDecision(context, event) },
      commands: {
        start: (event) => start(context, event),
        stop: (event) => stop(context, event),
        yes: (event) => yes(context, event),
        no: (event) => no(context, event),
        'perhaps-start': (event) => perhapsStart(context, event),
        'perhaps-stop': (event) => perhapsStop(context, event),
      },
      messages: {
        // Null when it was answered in another way already.
        invitation: async (subject) => {
          const person = await people.find(subject);
          return person && !person.decided ? invitationView(person.language, pages?.address('/privacy') ?? null) : null;
        },
      },
      schedules: [invitations(store, tools)],
      home: async (person) => participationSection(person),
      helpButtons: (person) => (person.role === 'teacher' ? [participation(person, 'message')] : []),
      dialogButtons: (person) => (person.takesPart ? [participation(person, 'dialog')] : []),
      fallbacks: {
        connected: (event) => connect(context, event),
        disconnected: async (event) => {
          await store.disconnect(event.from, now());
          return { kind: 'none' };
        },
      },
      before: (event) => connectByWords(context, event),
      // A tap must be quick, so that who made it is only noted, and after its reply.
      after: (event) => {
        if (event.kind === 'tap' || event.kind === 'submission') hearing.hear(event.from);
      },
      settled: hearing.settled,
    };
  },
};

/** Whoever was never asked, when the others get their questions. */
function invitations({ inviteTeachers }: OnboardingStore, { settings }: Tools) {
  const { checkInSchedule: cron, timezone } = settings;
  return {
    name: 'invitations',
    cron,
    timezone,
    period: (at: Date) => weekOf(at, timezone),
    lastMoment: (week: string) => endOfWeek(week, timezone),
    run: async (_week: string, now: Date) => {
      await inviteTeachers(now, addWeeks(now, 1));
    },
  };
}
