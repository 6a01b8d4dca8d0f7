import { clockTime } from '../../calendar/day.ts';
import type { OwnData, Tools } from '../../feature.ts';
import { commonTexts } from '../../text/common-texts.ts';
import type { createExportStore } from './export-store.ts';
import { hourTexts } from './hours-texts.ts';
import { hourDataTexts } from './own-data-texts.ts';

interface Exporting extends Pick<Tools, 'secrets'> {
  readonly store: ReturnType<typeof createExportStore>;
}

/** Exports what is stored about somebody, one table for each kind. */
export async function exportHours(
  { store, secrets }: Exporting,
  { id, language }: { readonly id: string; readonly language: string },
): Promise<readonly OwnData[]> {
  const { stored, endings } = hourDataTexts(language);
  const weekday = Object.fromEntries(hourTexts(language).weekdays.map((name, index) => [index + 1, name]));
  const clock = (minutes: string) => clockTime(Number(minutes));
  const appointments = (await store.appointments(id)).map(({ sealedTopic, ...row }) => ({
    ...row,
    topic: sealedTopic === null ? null : (secrets.unsealed(sealedTopic) ?? commonTexts(language).keyGone),
  }));
  return [
    { ...tableOf('appointments', stored.appointments, appointments), words: { endedBy: endings } },
    { ...tableOf('contactHours', stored.hours, await store.hours(id)), words: { weekday, begins: clock, ends: clock } },
    tableOf('contactHourAbsences', stored.absences, await store.absences(id)),
    tableOf('contactHourWaiting', stored.waiting, await store.waiting(id)),
    tableOf('calendarFeed', stored.feed, await store.feed(id)),
  ];
}

function tableOf(
  name: string,
  { title, ...columns }: { readonly title: string } & OwnData['columns'],
  rows: OwnData['rows'],
): OwnData {
  return { name, title, columns, rows };
}
