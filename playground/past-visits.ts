import { subDays } from 'date-fns/subDays';
import { type Day, daysAfter, momentOf } from '../src/calendar/day.ts';
import type { GoodMoments } from '../src/calendar/store.ts';
import { freezePeriod, settledMonth } from '../src/features/intervention/close-period.ts';
import type { createLogStore } from '../src/features/intervention/log-store.ts';
import type { createPeriodStore } from '../src/features/intervention/period-store.ts';
import type { createQuestionStore } from '../src/features/intervention/question-store.ts';
import type { InterventionList } from '../src/measurement/intervention-list.ts';
import type { Random } from '../src/measurement/random.ts';

interface PastVisits {
  readonly log: Pick<ReturnType<typeof createLogStore>, 'log'>;
  readonly questions: Pick<ReturnType<typeof createQuestionStore>, 'ask' | 'answer'>;
  readonly periods: ReturnType<typeof createPeriodStore>;
  readonly interventions: InterventionList;
  readonly timezone: string;
  readonly minimum: number;
  readonly goodMoments: GoodMoments;
  /** The teachers, each with the supervisors of their circle. */
  readonly people: readonly { readonly teacher: string; readonly supervisors: readonly string[] }[];
  /** Every logged intervention, with its visit and teacher. */
  readonly askedItems: () => Promise<readonly { personId: string; visitId: string; code: string }[]>;
  /** Deletes the messages that asking the questions has put in the outbox. */
  readonly dropMessages: () => Promise<void>;
  readonly random: Random;
  readonly responseRate: number;
}

/**
 * For each intervention: how often it is done (0 to 1), and its effect as felt by teachers and as expected by
 * supervisors (1 to 5). Interventions that are not listed are rare.
 */
const EFFECTS: Readonly<Record<string, { often: number; felt: number; expected: number }>> = {
  OBSERVATION: { often: 0.9, felt: 3.5, expected: 3.9 },
  ADVICE: { often: 0.8, felt: 3.7, expected: 3.8 },
  VIDEO: { often: 0.4, felt: 2.2, expected: 3.2 },
  FEEDBACK: { often: 0.7, felt: 3.6, expected: 4 },
  COACHING: { often: 0.8, felt: 4.1, expected: 4.2 },
  CO_TEACHING: { often: 0.4, felt: 2.3, expected: 2.6 },
  PUPIL_SUPPORT: { often: 0.6, felt: 3.3, expected: 3.1 },
  LISTENING_EAR: { often: 0.9, felt: 4.3, expected: 4 },
  PLAN_SUPPORT: { often: 0.5, felt: 3, expected: 3.7 },
};
/** The share of an intervention that is done by the supervisor who does it most. */
const USUAL = 0.6;
const RARE = { often: 0.15, felt: 3, expected: 3.5 };

/** Logs and answers the visits of the last settled month, and closes that month. @returns that month */
export async function playPastVisits(past: PastVisits, until: Date): Promise<string> {
  const { timezone, random } = past;
  // A month settles a week after its end. In the week before that, the month that was settled last is the one of a week
  // ago.
  const month = settledMonth(until, timezone) ?? settledMonth(subDays(until, 7), timezone);
  if (month === null) throw new Error('no month is settled');
  const dayIn = (day: number) => daysAfter(`${month}-01`, day - 1);
  const afternoonOf = (day: Day) => momentOf(day, 16 * 60, timezone);
  const visits = past.people.flatMap(({ teacher, supervisors }) =>
    visitsFor(past, supervisors).map((visit) => {
      return { ...visit, teacherId: teacher, day: dayIn(1 + Math.floor(random() * 20)) };
    }),
  );
  // One at a time, because each takes a transaction of its own.
  for (const visit of visits) await past.log.log(visit, afternoonOf(visit.day));
  await past.questions.ask(afternoonOf(dayIn(21)), past.goodMoments);
  await past.dropMessages();
  const answers = (await past.askedItems()).flatMap((item) => {
    if (random() >= past.responseRate) return [];
    return [{ item, felt: near((EFFECTS[item.code] ?? RARE).felt, random), at: afternoonOf(dayIn(22)) }];
  });
  await Promise.all(answers.map(({ item, felt, at }) => past.questions.answer(item, felt, at)));
  await freezePeriod({ ...past, store: past.periods }, month, until);
  return month;
}

/** Spreads interventions over the supervisors of a circle; each supervisor does some more often than the others. */
function visitsFor({ interventions, random }: PastVisits, supervisors: readonly string[]) {
  const byWhom = new Map<string, string[]>();
  for (const [place, code] of interventions.codes.entries()) {
    if (random() >= (EFFECTS[code] ?? RARE).often) continue;
    const by = random() < USUAL ? place : Math.floor(random() * supervisors.length);
    const supervisor = supervisors[by % supervisors.length];
    if (supervisor === undefined) continue;
    byWhom.set(supervisor, [...(byWhom.get(supervisor) ?? []), code]);
  }
  return [...byWhom].map(([supervisorId, codes]) => {
    const expected = near((EFFECTS[codes[0] ?? ''] ?? RARE).expected, random);
    return { supervisorId, codes, expected };
  });
}

function near(middle: number, random: Random): number {
  return Math.min(5, Math.max(1, Math.round(middle + (random() - 0.5) * 2.4)));
}
