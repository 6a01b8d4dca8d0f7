import { addDays } from 'date-fns/addDays';
import { afterPublicHoliday } from '../../calendar/calendar.ts';
import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { drawApart } from '../../chart/draw-apart.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { Feature, Tools } from '../../feature.ts';
import { parsePublishedInterventions } from '../../measurement/disclosure/interventions.ts';
import { withPerson } from '../../people/with-person.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { questionHandlers, showAsking } from './answer-question.ts';
import { freezePeriod, settledMonth } from './close-period.ts';
import { exportInterventions } from './export.ts';
import { createLogStore } from './log-store.ts';
import { logButton } from './log-view.ts';
import { logHandlers, showLog } from './log-visit.ts';
import { periodPictures, periodRows } from './period-picture.ts';
import { createPeriodStore, PERIOD_KIND, type PeriodStore } from './period-store.ts';
import { periodTexts } from './period-texts.ts';
import { periodView } from './period-view.ts';
import { createQuestionStore, QUESTION_KIND } from './question-store.ts';
import { questionTexts } from './question-texts.ts';
import { isOpen, questionView } from './question-view.ts';
import { takenBackView } from './taken-back.ts';
import { createTakenBackStore, TAKEN_BACK_KIND } from './taken-back-store.ts';
import { WORDS } from './words.ts';

/** Early, before the first good moment of a day. */
const DAILY = '0 7 * * *';
/**
 * Posts the month's figures on the first working day on which nothing of that month can change any more; never at the
 * weekend.
 */
const WORKDAY_MORNINGS = '0 9 * * 1-5';
const POST_DAYS = 14;

// Loads its module with the first picture.
const draw = drawApart();

/** Supervisors log what they did for a teacher, and the teacher says what it did for them, in one tap. */
export const feature: Feature = {
  name: 'intervention',
  words: WORDS,
  cli: { interventions: async () => (await import('./interventions-command.ts')).interventionsCommand },
  imports: { interventions: async () => (await import('./import-interventions.ts')).importInterventionsCommand },
  make: (tools) => {
    const { database, people, now, goodMoments, instruments, pages } = tools;
    const questions = createQuestionStore(database);
    const onLogged = async () => void (await questions.ask(now(), goodMoments));
    const logging = { ...tools, store: createLogStore(database), onLogged };
    const takenBack = createTakenBackStore(database);
    const asking = { ...tools, store: questions, takenBack };
    const periods = createPeriodStore(database);
    const [ofLog, ofQuestion] = [logHandlers(logging), questionHandlers(asking)];
    return {
      taps: { ...ofQuestion.taps },
      repeatedTaps: { ...ofQuestion.repeatedTaps },
      idempotentTaps: { ...ofLog.idempotentTaps, ...ofQuestion.idempotentTaps },
      submissions: { ...ofLog.submissions },
      overwritingSubmissions: { ...ofLog.overwritingSubmissions, ...ofQuestion.overwritingSubmissions },
      commands: {
        intervention: (event) =>
          withPerson(people, event.from, (person) =>
            person.role === 'teacher' ? showAsking(asking, person) : showLog(logging, person),
          ),
        'own-effect': (event) =>
          withPerson(people, event.from, async ({ id, role, language }) => {
            if (role === 'teacher') return say(sentenceView(periodTexts(language).forSupervisors));
            const body = await periods.latestOwn(id);
            if (body === null) return say(sentenceView(periodTexts(language).noOwn));
            return say(periodView(parsePublishedInterventions(body), instruments.interventions, language));
          }),
      },
      helpButtons: ({ role, language }) => (role === 'teacher' ? [] : [logButton(language)]),
      messages: {
        [QUESTION_KIND]: async (subject, at) => {
          const question = await questions.find(subject);
          const isToSend = question?.takesPart && !question.isOff && question.items.some(isOpen);
          return isToSend ? questionView(question, instruments.interventions, at) : null;
        },
        [TAKEN_BACK_KIND]: async (subject, _at, language) => {
          const visit = await takenBack.find(subject);
          return visit && takenBackView(visit, instruments.interventions, language);
        },
      },
      posts: {
        [PERIOD_KIND]: async (subject, _at, language) => {
          const body = await periods.find(subject);
          if (body === null) return null;
          const picture = pages && periodPictures.address(pages, { period: subject, language });
          return periodView(parsePublishedInterventions(body), instruments.interventions, language, picture);
        },
      },
      messageNames: (language) => questionTexts(language).messageNames,
      schedules: [askDaily(tools, questions), closeMonthly(tools, periods)],
      routes: pages
        ? [
            periodPictures.serve(pages.key, async ({ period, language }) => {
              const body = await periods.find(period);
              if (body === null) return null;
              return draw(periodRows(parsePublishedInterventions(body), instruments.interventions, language));
            }),
          ]
        : [],
      helped: logging.store.visited,
      export: (person) => exportInterventions({ log: logging.store, questions, periods, ...instruments }, person),
    };
  },
};

function askDaily(
  { settings: { timezone }, goodMoments }: Tools,
  questions: ReturnType<typeof createQuestionStore>,
): ScheduledRun {
  return {
    name: 'visit-questions',
    cron: DAILY,
    timezone,
    period: (at) => dayAt(at, timezone),
    lastMoment: (day) => momentOf(daysAfter(day, 1), 0, timezone),
    run: async (_day, at) => {
      await questions.ask(at, goodMoments);
    },
  };
}

function closeMonthly({ settings, instruments }: Tools, store: PeriodStore): ScheduledRun {
  const { timezone, minimumGroup: minimum } = settings;
  return {
    name: 'intervention-periods',
    cron: WORKDAY_MORNINGS,
    timezone,
    period: (at) => settledMonth(at, timezone),
    lastMoment: (period) => momentOf(daysAfter(`${period}-01`, 31 + 28), 0, timezone),
    run: async (period, at) => {
      const body = await freezePeriod({ store, ...instruments, timezone, minimum }, period, at);
      const isToTell = body !== null && parsePublishedInterventions(body).interventions.some((each) => 'felt' in each);
      if (isToTell) await store.announce(period, at, addDays(at, POST_DAYS), afterPublicHoliday(at, timezone));
    },
  };
}
