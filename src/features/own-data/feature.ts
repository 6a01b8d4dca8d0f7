import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { Feature, Parts, Tools } from '../../feature.ts';
import { erasePerson } from '../../people/erase-person.ts';
import { DEFAULT_LANGUAGE, type Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { sha256 } from '../../sha256.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { whyUndelivered } from '../../text/undelivered.ts';
import { ownDataPage, PATH } from './page.ts';
import { deleteOld } from './retention-store.ts';
import { createOwnDataStore } from './store.ts';
import { ownDataTexts } from './texts.ts';
import { FORGET_ACTION, forgetView, forgottenView, offerView } from './view.ts';
import { WORDS } from './words.ts';

/** People see, save and erase what is stored about them. */
export const feature: Feature = {
  name: 'own-data',
  words: WORDS,
  make: (tools) => {
    const { database, people, now, pages, settings, all } = tools;
    const store = createOwnDataStore(database);
    return {
      commands: {
        'own-data': (event) => withPerson(people, event.from, (person) => offer(store, tools, person)),
        forget: (event) => withPerson(people, event.from, ({ language }) => say(forgetView(language))),
      },
      taps: { [FORGET_ACTION]: (event) => forget(tools, event) },
      repeatedTaps: { [FORGET_ACTION]: (event) => shownAgain(tools, event) },
      routes: pages ? [ownDataPage({ store, now, settings, export: all.export })] : [],
      schedules: [retention(store, tools)],
      export: async ({ id, language }) => {
        const { messages, links, states } = ownDataTexts(language);
        const { title: messagesTitle, ...messageColumns } = messages;
        const { title: linksTitle, ...linkColumns } = links;
        return [
          {
            name: 'messages',
            title: messagesTitle,
            columns: messageColumns,
            rows: await store.messagesTo(id),
            words: { state: states, kind: all.messageNames(language), reason: whyUndelivered(language) },
          },
          { name: 'dataLinks', title: linksTitle, columns: linkColumns, rows: await store.linksOf(id) },
        ];
      },
    };
  },
};

/** A personal link to the page. Only a hash of it is stored, so that the database opens nothing. */
async function offer(
  store: ReturnType<typeof createOwnDataStore>,
  { pages, now }: Tools,
  { id, language }: Person,
): Promise<Reply> {
  const key = await store.keyOf(id);
  if (!pages) return say(offerView(language, null, key));
  const token = randomBytes(32).toString('base64url');
  await store.keepLink(sha256(token), id, now());
  return say(offerView(language, pages.address(`${PATH}/${token}`), key));
}

const answered = z.object({ answer: z.enum(['ask', 'yes', 'no']) });

function forget({ people, database }: Tools, event: Tap): Promise<Reply> {
  const data = answered.safeParse(event.data);
  return withPerson(people, event.from, async ({ id, language }) => {
    if (!data.success) return say(sentenceView(commonTexts(language).outdated));
    switch (data.data.answer) {
      case 'ask':
        return say(forgetView(language));
      case 'no':
        return replaceBy(sentenceView(ownDataTexts(language).kept));
      case 'yes':
        await erasePerson(database.prisma, id);
        return forgotten(language);
    }
  });
}

/** Replaces the home page, which would otherwise keep showing their answers. */
function forgotten(language: string): Reply {
  return { kind: 'home', view: forgottenView(language), inChat: forgottenView(language) };
}

/** A repeated tap, after which the person may be erased. Their language is erased too. */
async function shownAgain({ people }: Tools, { from }: Tap): Promise<Reply> {
  const person = await people.findByUser(from);
  if (!person) return forgotten(DEFAULT_LANGUAGE);
  return say(sentenceView(commonTexts(person.language).nothingDone));
}

/** Deletes each night what was kept long enough. */
function retention(
  { forgetLinks }: ReturnType<typeof createOwnDataStore>,
  { database, settings: { timezone, answersKeptMonths: months } }: Tools,
): NonNullable<Parts['schedules']>[number] {
  return {
    name: 'retention',
    cron: '50 4 * * *',
    timezone,
    period: (at) => at.toISOString().slice(0, 10),
    lastMoment: (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 2 * 24 * 3_600_000),
    run: async (_day, now) => {
      await forgetLinks(now);
      await deleteOld(database, { months, timezone, now });
    },
  };
}
