import type { OwnData } from '../../feature.ts';
import type { ResourceInstrument } from '../../measurement/resource-instrument.ts';
import type { Person } from '../../people/person.ts';
import type { AnswerStore } from './answer-store.ts';
import { resourceTexts } from './texts.ts';

/** What is stored about somebody's answers on what supports them. */
export async function exportResources(
  store: AnswerStore,
  { items }: ResourceInstrument,
  { id, language }: Pick<Person, 'id' | 'language'>,
): Promise<readonly OwnData[]> {
  const { answers, off } = await store.export(id);
  const { stored } = resourceTexts(language);
  const { title, ...columns } = stored.answers;
  const { title: offTitle, ...offColumns } = stored.off;
  const item = Object.fromEntries(items.map(({ code, text }) => [code, text]));
  return [
    {
      name: 'resourceAnswers',
      title,
      columns,
      rows: answers.map((row) => ({ ...row, text: item[row.item] ?? null })),
      words: { item },
      fileOnly: ['text'],
    },
    { name: 'resourcesOff', title: offTitle, columns: offColumns, rows: off },
  ];
}
