import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { Feature, Tools } from '../../feature.ts';
import { endOfWeek, weekOf } from '../../measurement/iso-week.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { createSlowDownStore } from './store.ts';
import { slowDownTexts } from './texts.ts';
import { CHOOSE_ACTION, slowDownView, type Weeks } from './view.ts';

/** After a week's check-ins have closed, and before the next week's are planned. */
const SATURDAY = '0 6 * * 6';

const WEEKS: Readonly<Record<string, Weeks>> = { '1': 1, '2': 2, '4': 4 };
const weeksChoice = z.object({ weeks: z.enum(['1', '2', '4']) });

/**
 * Teachers who leave four check-ins unanswered are asked once whether to slow down, and are left alone until they do
 * something.
 */
export const feature: Feature = {
  name: 'slow-down',
  make: (tools) => {
    const { database, people, now } = tools;
    const store = createSlowDownStore(database);
    return {
      taps: { [CHOOSE_ACTION]: (event) => choose(tools, event) },
      messages: {
        'slow-down': async (subject) => {
          const asked = await store.find(subject);
          return asked && slowDownView(asked.everyWeeks, asked.language);
        },
      },
      messageNames: (language) => slowDownTexts(language).messageNames,
      schedules: [askingRun(tools)],
      // People who choose when to be asked are active again.
      replan: ({ id }) => store.end(id, now()),
      // People who write are active again. A tap must be fast and is not looked at; answering a check-in is noticed by
      // the answer.
      before: async (event) => {
        if (event.kind !== 'command') return;
        const person = await people.findByUser(event.from);
        if (person) await store.end(person.id, now());
      },
      export: async ({ id, language }) => {
        const { title, columns } = slowDownTexts(language);
        const held = await store.export(id);
        return [{ name: 'slowDown', title, columns, rows: held ? [held] : [] }];
      },
    };
  },
};

function askingRun({ database, settings: { timezone }, goodMoments }: Tools) {
  const store = createSlowDownStore(database);
  return {
    name: 'slow-down',
    cron: SATURDAY,
    timezone,
    period: (at: Date) => weekOf(at, timezone),
    lastMoment: (week: string) => endOfWeek(week, timezone),
    run: async (_week: string, now: Date) => {
      await store.ask(now, goodMoments);
    },
  };
}

function choose({ database, people, now, all }: Tools, event: Tap): Promise<Reply> {
  const data = weeksChoice.safeParse(event.data);
  return withPerson(people, event.from, async ({ id, language, role, takesPart }) => {
    const weeks = WEEKS[data.data?.weeks ?? ''];
    if (!weeks) return say(sentenceView(commonTexts(language).outdated));
    if (role !== 'teacher') return replaceBy(sentenceView(commonTexts(language).notForYou));
    // Somebody may have stopped since the message was sent, and would wait for questions that never come.
    if (!takesPart) return replaceBy(sentenceView(slowDownTexts(language).notTaking));
    await createSlowDownStore(database).choose(id, weeks, now());
    await all.replan({ id });
    return replaceBy(sentenceView(slowDownTexts(language).chosen[weeks]));
  });
}
