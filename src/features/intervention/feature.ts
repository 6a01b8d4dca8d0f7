import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import type { Feature, Tools } from '../../feature.ts';
import { withPerson } from '../../people/with-person.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { questionHandlers, showAsking } from './answer-question.ts';
import { exportInterventions } from './export.ts';
import { createLogStore } from './log-store.ts';
import { logButton } from './log-view.ts';
import { logHandlers, showLog } from './log-visit.ts';
import { createQuestionStore, QUESTION_KIND } from './question-store.ts';
import { isOpen, questionView } from './question-view.ts';
import { WORDS } from './words.ts';

/** Before the first good moment of a day. */
const DAILY = '0 7 * * *';

/** What supervisors did for a teacher, and what it did for that teacher: asked once, in one tap. */
export const intervention: Feature = {
  name: 'intervention',
  words: WORDS,
  make: (tools) => {
    const { database, people, now, goodMoments, instruments } = tools;
    const questions = createQuestionStore(database);
    const onLogged = async () => void (await questions.ask(now(), goodMoments));
    const logging = { ...tools, store: createLogStore(database), onLogged };
    const asking = { ...tools, store: questions };
    const [ofLog, ofQuestion] = [logHandlers(logging), questionHandlers(asking)];
    return {
      taps: { ...ofQuestion.taps },
      repeatedTaps: { ...ofQuestion.repeatedTaps },
      idempotentTaps: { ...ofLog.idempotentTaps, ...ofQuestion.idempotentTaps },
      submissions: { ...ofLog.submissions, ...ofQuestion.submissions },
      commands: {
        intervention: (event) =>
          withPerson(people, event.from, (person) =>
            person.role === 'teacher' ? showAsking(asking, person) : showLog(logging, person),
          ),
      },
      helpButtons: ({ role, language }) => (role === 'teacher' ? [] : [logButton(language)]),
      messages: {
        [QUESTION_KIND]: async (subject, at) => {
          const question = await questions.find(subject);
          const isToSend = question?.takesPart && !question.isOff && question.items.some(isOpen);
          return isToSend ? questionView(question, instruments.interventions, at) : null;
        },
      },
      schedules: [askDaily(tools, questions)],
      export: (person) => exportInterventions({ log: logging.store, questions, ...instruments }, person),
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
