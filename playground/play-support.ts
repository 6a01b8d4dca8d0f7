import { addDays } from 'date-fns/addDays';
import { parsePublishedInterventions } from '../src/measurement/disclosure/interventions.ts';
import { fillIn, hasAction, supervisorOn, tap, typeAndAwait } from './chat-driver.ts';
import type { Demo } from './demo.ts';
import type { DemoPerson } from './partnership.ts';

/** The figures of the logged visits in the played week, and the number of closed months with published effects. */
export interface PlayedInterventions {
  readonly logged: number;
  /** How many of these the teacher got a message about. */
  readonly asked: number;
  /** How many of these the teacher answered completely. */
  readonly answered: number;
  readonly published: number;
}

/** The figures of the requests for help in the played week. */
export interface PlayedRequests {
  readonly written: number;
  readonly taken: number;
  /** Messages about requests that were edited in place, once or more often. */
  readonly redrawn: number;
  /** The median waiting time in the week's post; null when it tells none. */
  readonly medianDays: number | null;
}

const LOG = 'intervention.log';
const ANSWER = 'intervention.answer';
const ASK = 'help-request.ask';
const TAKE = 'help-request.take';
const PLAN = 'help-request.plan';
const DONE = 'help-request.done';
/**
 * The number of teachers who ask, in each of two circles: together enough for the post to tell how long they waited.
 */
const ASKING = 3;
const VISITS = [
  { what: ['OBSERVATION', 'COACHING'], expected: '4' },
  { what: ['LISTENING_EAR'], expected: '5' },
  { what: ['ADVICE'], expected: null },
] as const;
const QUESTIONS = [
  'Hoe krijg ik rust in mijn groep na de pauze?',
  'Ik zoek een rekenaanpak voor twee niveaus naast elkaar.',
  'Wil iemand eens meekijken bij de instructie?',
];

/**
 * Two supervisors, one on each platform, log what they did today for teachers on both. The teachers are asked about it
 * at their next good moment, and all but one answer.
 * @returns a function that counts, to be called after the week
 */
export async function playInterventions(demo: Demo): Promise<() => Promise<PlayedInterventions>> {
  const { simulators, running, clock, teachers } = demo;
  const { prisma } = running.foundation.database;
  const since = clock.now();
  const day = since.toISOString().slice(0, 10);
  const visited: DemoPerson[] = [];
  for (const platform of ['slack', 'teams'] as const) {
    const supervisor = supervisorOn(platform);
    const theirs = ofCircle(teachers, supervisor.circle).filter((each) => !visited.includes(each));
    for (const [place, { what, expected }] of VISITS.entries()) {
      const teacher = theirs[place];
      if (!teacher) throw new Error('nobody to visit');
      const { id } = await prisma.person.findUniqueOrThrow({ where: { key: teacher.key }, select: { id: true } });
      const chosen = expected === null ? {} : { 'choice.expected': expected };
      await typeAndAwait(simulators, supervisor, 'interventie', LOG);
      await fillIn(simulators, supervisor, LOG, {
        'choice.teacher': id,
        'several.what': what,
        'date.day': day,
        ...chosen,
      });
      visited.push(teacher);
    }
  }
  await demo.toNextDay();
  // The last teacher does not answer, because nobody has to.
  for (const teacher of visited.slice(0, -1)) {
    while (hasAction(simulators, teacher, ANSWER)) await tap(simulators, teacher, ANSWER, { value: '4' });
  }
  const visits = { createdAt: { gte: since } };
  const sent = await prisma.notification.findMany({
    where: { kind: 'visit-question', state: 'sent' },
    select: { subject: true },
  });
  const asked = { ...visits, questionId: { in: sent.map(({ subject }) => subject) } };
  return async () => ({
    logged: await prisma.visit.count({ where: visits }),
    asked: await prisma.visit.count({ where: asked }),
    answered: await prisma.visit.count({
      where: { ...asked, interventions: { every: { NOT: { answeredAt: null } } } },
    }),
    published: (await prisma.interventionPeriod.findMany()).filter(({ body }) =>
      parsePublishedInterventions(body).interventions.some((each) => 'felt' in each),
    ).length,
  });
}

/** The rest of the week's requests for help. */
interface HelpToCome {
  /** On the day of the visits, the supervisors report that they were there. */
  visit(): Promise<void>;
  outcome(week: string): Promise<PlayedRequests>;
}

/**
 * Teachers of two circles ask for help in one sentence each. Supervisors of their circles take the requests and plan a
 * visit for the day after tomorrow.
 */
export async function playHelpRequests(demo: Demo): Promise<HelpToCome> {
  const { simulators, running, clock, teachers } = demo;
  const { prisma } = running.foundation.database;
  const since = clock.now();
  const day = addDays(since, 2).toISOString().slice(0, 10);
  const planned: { readonly supervisor: DemoPerson; readonly request: string }[] = [];
  for (const circle of new Set(teachers.map((each) => each.circle))) {
    const asking = ofCircle(teachers, circle).slice(-ASKING);
    for (const [place, teacher] of asking.entries()) {
      await typeAndAwait(simulators, teacher, 'hulpvraag', ASK);
      await fillIn(simulators, teacher, ASK, { 'text.question': QUESTIONS[place] ?? '', 'choice.about': '4' });
    }
    // A supervisor reads a request before taking it, and the message that was read is edited afterwards.
    await demo.waitUntilDelivered();
    for (const place of asking.keys()) {
      const supervisor = supervisorOn(place % 2 === 0 ? 'slack' : 'teams', circle);
      const { id: request } = await prisma.helpRequest.findFirstOrThrow({
        where: { circle: { name: circle }, taken: null },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      await typeAndAwait(simulators, supervisor, 'hulpvraag', TAKE);
      await tap(simulators, supervisor, TAKE, { request });
      await demo.waitUntilDelivered();
      await fillIn(simulators, supervisor, PLAN, { 'date.day': day }, { request });
      planned.push({ supervisor, request });
    }
  }
  const written = { createdAt: { gte: since } };
  return {
    visit: async () => {
      while (clock.now().toISOString().slice(0, 10) < day) await demo.toNextDay();
      for (const { supervisor, request } of planned) await tap(simulators, supervisor, DONE, { request });
    },
    outcome: async (week) => ({
      written: await prisma.helpRequest.count({ where: written }),
      taken: await prisma.helpRequest.count({ where: { ...written, taken: { isNot: null } } }),
      redrawn: await countRedrawn(demo),
      medianDays: (await prisma.helpWaiting.findUnique({ where: { week } }))?.days ?? null,
    }),
  };
}

/** Counts the messages that the platforms were asked to edit. */
async function countRedrawn({ simulators: { slack, teams }, running }: Demo): Promise<number> {
  const sent = await running.foundation.database.prisma.notification.findMany({
    where: { kind: { startsWith: 'help-request' }, reference: { not: null } },
    select: { reference: true },
  });
  const edited = new Set([
    ...slack.requests.flatMap(({ url, body }) =>
      url.endsWith('/chat.update') ? [`${body['channel']}:${body['ts']}`] : [],
    ),
    ...teams.requests.flatMap(({ method, url }) =>
      method === 'PUT' ? [decodeURIComponent(url.split('/').at(-1) ?? '')] : [],
    ),
  ]);
  return sent.filter(({ reference }) => edited.has(reference ?? '')).length;
}

/** The Dutch-speaking teachers of a circle, alternating between the platforms. */
function ofCircle(teachers: readonly DemoPerson[], circle: string): DemoPerson[] {
  const [slack, teams] = (['slack', 'teams'] as const).map((platform) =>
    teachers.filter((each) => each.circle === circle && each.language === 'nl' && each.platform === platform),
  );
  return (slack ?? []).flatMap((each, place) => [each, ...(teams?.slice(place, place + 1) ?? [])]);
}
