import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Submission, Tap } from '../../chat/router.ts';
import { say } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { Feature, Tools } from '../../feature.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { createWhatWorkedStore } from './store.ts';
import { whatWorkedTexts } from './texts.ts';
import {
  ACTIONS,
  homeBlocks,
  listButton,
  listDialog,
  NOTES_SHOWN,
  offerView,
  writeButton,
  writeDialog,
} from './view.ts';

type Store = ReturnType<typeof createWhatWorkedStore>;

const ONE_MORE = NOTES_SHOWN + 1;

/** "What worked this week?": a teacher writes one sentence, for nobody but themselves. */
export const feature: Feature = {
  name: 'what-worked',
  words: [
    {
      command: 'what-worked',
      ways: ['wat werkte', 'wat werkte deze week', 'what worked', 'what worked this week'],
      listed: {
        nl: {
          type: 'wat werkte',
          does: 'voor jezelf opschrijven wat hielp',
          menu: 'voor jezelf opschrijven wat hielp',
        },
        en: { type: 'what worked', does: 'write down for yourself what helped', menu: 'note for yourself what helped' },
      },
      inMenu: false,
    },
  ],
  sealed: [{ table: 'WhatWorked', column: 'sealed' }],
  make: (tools) => {
    const { database, secrets, people, views, now, settings } = tools;
    const store = createWhatWorkedStore(database, secrets);
    const thisWeek = () => weekOf(now(), settings.timezone);
    const list = async ({ id, language }: Person, before?: string): Promise<Reply> => ({
      kind: 'dialog',
      dialog: listDialog(language, await store.list(id, { before, most: ONE_MORE })),
    });
    return {
      commands: {
        'what-worked': (event) =>
          withPerson(people, event.from, (person) =>
            say(person.role === 'teacher' ? offerView(person.language) : views.help(person)),
          ),
      },
      idempotentTaps: {
        [ACTIONS.write]: (event) =>
          withPerson(people, event.from, async ({ id, language }) => {
            const [latest] = await store.list(id, { most: 1 });
            return { kind: 'dialog', dialog: writeDialog(language, latest?.week === thisWeek() ? latest.text : null) };
          }),
        [ACTIONS.list]: (event) =>
          withPerson(people, event.from, (person) => {
            const { data } = z.object({ before: z.string().optional() }).safeParse(event.data);
            return list(person, data?.before);
          }),
        // Safe to repeat: removing twice changes nothing.
        [ACTIONS.remove]: (event) =>
          withPerson(people, event.from, async (person) => {
            await remove(store, event, person);
            if (event.data['place'] !== 'home') return list(person);
            return views.home(person);
          }),
      },
      overwritingSubmissions: { [ACTIONS.keep]: (event) => keep(tools, store, thisWeek(), event) },
      thanks: async ({ language }) => [{ kind: 'buttons', layout: 'row', buttons: [writeButton(language)] }],
      dialogButtons: ({ role, language }) => (role === 'teacher' ? [listButton(language)] : []),
      home: async ({ id, role, language }, where) =>
        role !== 'teacher' || where === 'chat' ? [] : homeBlocks(language, await store.list(id, { most: ONE_MORE })),
      export: async ({ id, language }) => {
        const { title, ...columns } = whatWorkedTexts(language).stored;
        const notes = await store.list(id);
        return [
          {
            name: 'whatWorked',
            title,
            columns,
            rows: notes.map(({ week, text, writtenAt }) => ({
              week,
              text: text ?? commonTexts(language).keyGone,
              writtenAt,
            })),
          },
        ];
      },
    };
  },
};

async function remove(store: Store, { data }: Tap, { id }: Person): Promise<void> {
  const note = z.uuid().safeParse(data['id']);
  if (note.success) await store.remove(id, note.data);
}

function keep({ people, now }: Tools, store: Store, week: string, { from, values }: Submission): Promise<Reply> {
  return withPerson(people, from, async ({ id, role, language }) => {
    const { missing, kept } = whatWorkedTexts(language);
    const written = values['text'];
    const text = typeof written === 'string' ? written.trim() : '';
    const dialog = writeDialog(language, text);
    const tooLong = tooLongIn(dialog, { text }, language);
    if (text === '' || hasErrors(tooLong) || role !== 'teacher') {
      return { kind: 'errors', dialog, fields: { text: missing, ...tooLong } };
    }
    await store.keep(id, week, text, now());
    return { kind: 'close', note: kept };
  });
}
