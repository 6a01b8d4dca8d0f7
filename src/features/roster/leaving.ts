import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Parts, Tools } from '../../feature.ts';
import { emptyHomes, type LeftBehind } from '../../people/empty-homes.ts';
import { withPerson } from '../../people/with-person.ts';
import { createLeavingStore, STILL_HERE, STILL_HERE_AGAIN } from './leaving-store.ts';
import { rosterTexts } from './texts.ts';

const STAY_ACTION = 'roster.stay';

/** Asks people who are no longer on the operator's list whether they stay, and erases those who do not say so. */
export function leavingParts({
  database,
  people,
  now,
  goodMoments,
  showHome,
  onTrouble,
  settings: { timezone, leaversKeptDays },
}: Tools): Parts {
  const store = createLeavingStore(database, leaversKeptDays);
  const asks = (question: 'stillHere' | 'stillHereAgain') => async (subject: string, at: Date) => {
    const erasure = await store.erasureOf(subject, at);
    return erasure && stillHereView(question, erasure.language, erasure.at, timezone);
  };
  return {
    messages: { [STILL_HERE]: asks('stillHere'), [STILL_HERE_AGAIN]: asks('stillHereAgain') },
    messageNames: (language) => rosterTexts(language).messageNames,
    taps: {
      [STAY_ACTION]: (event: Tap): Promise<Reply> =>
        withPerson(people, event.from, async ({ id, language }) => {
          await store.stay(id, now());
          return replaceBy(sentenceView(rosterTexts(language).staying));
        }),
    },
    schedules: [
      {
        name: 'leavers',
        cron: '15 5 * * *',
        timezone,
        period: (at) => at.toISOString().slice(0, 10),
        lastMoment: (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 2 * 24 * 3_600_000),
        run: async (_day, at) => {
          // Asks before it erases, so that people who are asked only now have their days from now on.
          await store.ask(at, goodMoments);
          await store.askAgain(at, goodMoments);
          const erased: LeftBehind[] = [];
          try {
            await store.eraseDue(at, (left) => erased.push(left));
          } finally {
            // Also when erasing stops halfway: nothing records whose home pages would still have to be emptied.
            for (const left of erased) {
              for (const { error } of await emptyHomes(left, showHome)) {
                onTrouble(error, 'the home page of somebody who was erased stays until they open it');
              }
            }
          }
        },
      },
    ],
  };
}

function stillHereView(
  question: 'stillHere' | 'stillHereAgain',
  language: string,
  until: Date,
  timezone: string,
): View {
  const texts = rosterTexts(language);
  const { stay, leaveNow } = texts;
  const text = texts[question](until, timezone);
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      {
        kind: 'buttons',
        layout: 'row',
        buttons: [{ label: stay, action: STAY_ACTION, data: {}, tone: 'primary', opens: 'view' }],
      },
      { kind: 'note', text: leaveNow },
    ],
  };
}
