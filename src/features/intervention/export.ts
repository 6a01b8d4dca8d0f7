import type { OwnData } from '../../feature.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { Person } from '../../people/person.ts';
import type { LogStore } from './log-store.ts';
import { logTexts } from './log-texts.ts';
import type { PeriodStore } from './period-store.ts';
import { periodTexts } from './period-texts.ts';
import type { QuestionStore } from './question-store.ts';
import { questionTexts } from './question-texts.ts';

interface Held {
  readonly log: LogStore;
  readonly questions: QuestionStore;
  readonly periods: PeriodStore;
  readonly interventions: InterventionList;
}

/**
 * What is stored about somebody's visits: of a teacher what was done and answered, of a supervisor what they logged.
 */
export async function exportInterventions(
  { log, questions, periods, interventions }: Held,
  { id, language }: Pick<Person, 'id' | 'language'>,
): Promise<readonly OwnData[]> {
  const [noted, held, own] = await Promise.all([log.all(id), questions.export(id), periods.allOwn(id)]);
  const { stored } = questionTexts(language);
  const { title: notedTitle, ...notedColumns } = logTexts(language).stored;
  const { title: visitsTitle, ...visitColumns } = stored.visits;
  const { title: questionsTitle, ...questionColumns } = stored.questions;
  const { title: offTitle, ...offColumns } = stored.off;
  const { title: ownTitle, ...ownColumns } = periodTexts(language).stored;
  const labelOf = (code: string) => interventions.labelOf(code, language);
  return [
    {
      name: 'loggedVisits',
      title: notedTitle,
      columns: notedColumns,
      rows: noted.map(({ teacher, day, codes, expected }) => {
        return { teacher, day, interventions: codes.map(labelOf).join(', '), expected };
      }),
    },
    {
      name: 'visits',
      title: visitsTitle,
      columns: visitColumns,
      rows: held.visits.map(({ code, ...visit }) => ({ ...visit, intervention: labelOf(code) })),
    },
    { name: 'visitQuestions', title: questionsTitle, columns: questionColumns, rows: held.questions },
    { name: 'askingOff', title: offTitle, columns: offColumns, rows: held.off },
    { name: 'ownEffects', title: ownTitle, columns: ownColumns, rows: own },
  ];
}
