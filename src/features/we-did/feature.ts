import { z } from 'zod';
import type { ChatUser } from '../../chat/address.ts';
import type { Reply } from '../../chat/event.ts';
import type { Submission } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { Feature, Tools } from '../../feature.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { createWeDidStore, type ServedCircle } from './store.ts';
import { weDidTexts } from './texts.ts';
import { ACTIONS, deliveredBlocks, offerView, writeBlock, writeDialog } from './view.ts';

type Store = ReturnType<typeof createWeDidStore>;

/**
 * "You said, we did": supervisors write a sentence to the teachers of a circle, which comes with their next check-in.
 */
export const feature: Feature = {
  name: 'we-did',
  words: [
    {
      command: 'we-did',
      ways: ['wat we doen', 'wat we ermee doen', 'what we do', 'what we do with it'],
      listed: {
        nl: { type: 'wat we doen', does: 'schrijven aan de leerkrachten van je kring' },
        en: { type: 'what we do', does: 'write to the teachers of your circle' },
      },
      for: 'supervisors',
      inMenu: false,
      atHome: 'first',
      dialog: ACTIONS.write,
    },
  ],
  make: (tools) => {
    const { database, now, settings } = tools;
    const store = createWeDidStore(database, now);
    const week = () => weekOf(now(), settings.timezone);
    return {
      commands: { 'we-did': (event) => asSupervisor(tools, event.from, ({ language }) => say(offerView(language))) },
      idempotentTaps: {
        [ACTIONS.write]: (event) =>
          asSupervisor(tools, event.from, async ({ id, language }) => {
            const circles = await store.circlesOf(id, week());
            if (circles.length === 0) return say(sentenceView(weDidTexts(language).onlySupervisors));
            return { kind: 'dialog', dialog: writeDialog(circles, language) };
          }),
      },
      overwritingSubmissions: {
        [ACTIONS.keep]: (event) => asSupervisor(tools, event.from, (person) => keep(store, week(), person, event)),
      },
      actOnWeek: async (_week, language) => [writeBlock(language)],
      aboveQuestions: async ({ checkIn, language }) => {
        const delivered = await store.forCheckIn(checkIn);
        return delivered ? deliveredBlocks(delivered.text, delivered.author, language) : [];
      },
      export: async ({ id, language }) => {
        const { title, ...columns } = weDidTexts(language).stored;
        return [{ name: 'circleNotes', title, columns, rows: await store.writtenBy(id) }];
      },
    };
  },
};

/** Answers supervisors only, whatever others send. */
function asSupervisor(
  { people }: Tools,
  from: ChatUser,
  answer: (person: Person) => Reply | Promise<Reply>,
): Promise<Reply> {
  return withPerson(people, from, (person) =>
    person.role === 'teacher' ? say(sentenceView(weDidTexts(person.language).onlySupervisors)) : answer(person),
  );
}

const submitted = z.object({
  circle: z.uuid().optional(),
  text: z.string().trim().default(''),
  signed: z.enum(['yes', 'no']).default('no'),
});

async function keep(store: Store, week: string, { id, language }: Person, event: Submission): Promise<Reply> {
  const texts = weDidTexts(language);
  const circles = await store.circlesOf(id, week);
  const { data } = submitted.safeParse({ ...event.data, ...event.values });
  const circle = circles.find((each) => each.id === data?.circle);
  const dialog = writeDialog(circles, language);
  const tooLong = tooLongIn(dialog, event.values, language);
  const errors = data ? { ...faultsOf(data.text, circle, language), ...tooLong } : { text: texts.missing };
  if (!data || !circle || hasErrors(errors)) return { kind: 'errors', dialog, fields: errors };
  const { text } = data;
  const written = { authorId: id, circleId: circle.id, week, text, signed: data.signed === 'yes' };
  return { kind: 'close', note: (await store.write(written)) ? texts.kept(circle.name) : texts.tooLate };
}

function faultsOf(text: string, circle: ServedCircle | undefined, language: string): Record<string, string> {
  const { chooseCircle, missing } = weDidTexts(language);
  return {
    ...(!circle && { circle: chooseCircle }),
    ...(text === '' && { text: missing }),
  };
}
