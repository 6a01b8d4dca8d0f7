import { z } from 'zod';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { makeCode } from './code.ts';
import type { createJoinStore } from './store.ts';
import { joinTexts } from './texts.ts';
import { ACTIONS, madeView, whichSchoolView } from './view.ts';

/** How many days a code works by default. */
export const CODE_DAYS = 30;

type Command = Extract<ChatEvent, { kind: 'command' }>;

interface MakingCode extends Pick<Tools, 'people' | 'now'> {
  readonly store: ReturnType<typeof createJoinStore>;
  /** The reply to somebody who is not known. */
  readonly otherwise: (event: Command) => Promise<Reply>;
}

const chosen = z.object({ school: z.uuid() });

/** Handlers with which a supervisor makes a code for a school of their circles. */
export function makeCodeHandlers({ store, people, now, otherwise }: MakingCode) {
  async function make({ id, language }: Person, schoolId: string): Promise<View> {
    // Checked again, because a tap may name a school that is not theirs.
    const school = (await store.schoolsOf(id)).find((each) => each.id === schoolId);
    if (!school) return sentenceView(joinTexts(language).noSchool);
    const code = makeCode();
    const until = await store.keepCode(code, school.id, { now: now(), days: CODE_DAYS });
    return madeView(language, { school: school.name, code, until });
  }
  return {
    say: async (event: Command): Promise<Reply> => {
      const person = await people.findByUser(event.from);
      if (!person) return otherwise(event);
      if (person.role === 'teacher') return say(sentenceView(joinTexts(person.language).notYours));
      const schools = await store.schoolsOf(person.id);
      const [only, ...others] = schools;
      if (!only) return say(sentenceView(joinTexts(person.language).noSchool));
      return say(others.length === 0 ? await make(person, only.id) : whichSchoolView(person.language, schools));
    },
    taps: {
      [ACTIONS.make]: (event: Tap): Promise<Reply> =>
        withPerson(people, event.from, async (person) => {
          const data = chosen.safeParse(event.data);
          const { notYours, noSchool } = joinTexts(person.language);
          if (person.role === 'teacher') return say(sentenceView(notYours));
          return data.success ? replaceBy(await make(person, data.data.school)) : say(sentenceView(noSchool));
        }),
    },
  };
}
