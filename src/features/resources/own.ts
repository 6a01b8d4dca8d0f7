import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Submission } from '../../chat/router.ts';
import type { Block } from '../../chat/view.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { changeable, changeDialog, homeBlocks, ownDialog } from './own-view.ts';
import { type Answering, currentQuarter } from './standing.ts';
import { resourceTexts } from './texts.ts';

type AnswersOwner = Pick<Person, 'id' | 'language'>;

const value = z.string().regex(/^[1-5]$/);

/** A person's own answers, for that person only. */
export function ownAnswers(context: Answering) {
  return {
    open: async (person: AnswersOwner): Promise<Reply> => {
      return { kind: 'dialog', dialog: ownDialog(await ownOf(context, person)) };
    },

    /** The section of the person's home page. */
    homeSection: async (person: AnswersOwner): Promise<readonly Block[]> => homeBlocks(await ownOf(context, person)),

    /** The dialog that changes this quarter's answers; all answers when this quarter has none. */
    openChange: async (person: AnswersOwner): Promise<Reply> => {
      const own = await ownOf(context, person);
      return { kind: 'dialog', dialog: changeable(own).length > 0 ? changeDialog(own) : ownDialog(own) };
    },

    change: async (person: Person, event: Submission): Promise<Reply> => {
      const texts = resourceTexts(person.language);
      const own = await ownOf(context, person);
      if (!person.takesPart) return { kind: 'close', note: texts.stopped };
      if (event.data['quarter'] !== own.quarter) return { kind: 'close', note: texts.over };
      let stored = 0;
      for (const { code: item } of changeable(own)) {
        const chosen = value.safeParse(event.values[item]);
        if (!chosen.success) continue;
        stored += await context.store.change({ personId: person.id, quarter: own.quarter, item }, Number(chosen.data));
      }
      // Somebody who skipped everything may send the dialog unchanged.
      return { kind: 'close', note: stored > 0 ? texts.saved : commonTexts(person.language).nothingDone };
    },
  };
}

async function ownOf(context: Answering, { id, language }: AnswersOwner) {
  const instrument = context.instruments.resources.inLanguage(language);
  return { language, instrument, quarter: currentQuarter(context), answers: await context.store.listOf(id) };
}
