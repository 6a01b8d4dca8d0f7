import type { Block, Button, Dialog } from '../../chat/view.ts';
import type { Feature } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { ownLines } from './own-lines.ts';
import { findOwnAnswers, findStoredAnswers } from './store.ts';
import { ownLineTexts } from './texts.ts';

/** Messages that were sent long ago carry this name, too. */
const OWN_ANSWERS_ACTION = 'people.own-answers';

/** A teacher's own answers, for their eyes only. */
export const ownLine: Feature = {
  name: 'own-line',
  make: ({ database, instruments, people, all }) => {
    const linesOf = async (person: Person) =>
      ownLines(await findOwnAnswers(database, person.id), instruments.inLanguage(person.language), person);
    return {
      idempotentTaps: {
        [OWN_ANSWERS_ACTION]: (event) =>
          withPerson(people, event.from, async (person) => ({
            kind: 'dialog',
            dialog: ownAnswersDialog(person, await linesOf(person), all.dialogButtons(person)),
          })),
      },
      helpButtons: (person) => (person.role === 'teacher' ? [ownAnswersButton(person)] : []),
      export: async ({ id, language }) => {
        const { title, ...columns } = ownLineTexts(language).stored;
        const wording = new Map(instruments.inLanguage(language).items.map(({ code, text }) => [code, text]));
        const stored = await findStoredAnswers(database, id);
        const rows = stored.map((row) => ({ ...row, text: wording.get(row.item) ?? null }));
        return [{ name: 'answers', title, columns, rows }];
      },
      home: async (person) => {
        const texts = ownLineTexts(person.language);
        return [
          { kind: 'divider' },
          { kind: 'heading', text: texts.title },
          { kind: 'note', text: texts.intro },
          ...(await linesOf(person)).map((text): Block => ({ kind: 'text', text })),
        ];
      },
    };
  },
};

function ownAnswersButton({ language }: Person): Button {
  const label = ownLineTexts(language).myAnswers;
  return { label, action: OWN_ANSWERS_ACTION, data: {}, tone: 'plain', opens: 'dialog' };
}

/** One's own answers, in a dialog that does not stay in the chat. */
function ownAnswersDialog(person: Person, lines: readonly string[], buttons: readonly Button[]): Dialog {
  const texts = ownLineTexts(person.language);
  return {
    action: OWN_ANSWERS_ACTION,
    data: {},
    title: texts.title,
    intro: [texts.intro, ...lines].join('\n\n'),
    fields: [],
    buttons,
    submit: null,
    close: texts.close,
  };
}
