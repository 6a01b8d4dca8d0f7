import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { drawApart } from '../../chart/draw-apart.ts';
import { say } from '../../chat/sentence.ts';
import type { Feature, Pages, Tools } from '../../feature.ts';
import { ownScores } from '../../measurement/own-line.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { isProofNow, proofForAnHour } from '../../web/signed-link.ts';
import { latestAnswers, lineInWords, namesOfScales } from './line-in-words.ts';
import { describeOwnLine, ownChart, scoredWeeks } from './own-chart.ts';
import { createOwnAnswerStore } from './store.ts';
import { ownLineTexts } from './texts.ts';
import { homeBlocks, OWN_ANSWERS_ACTION, offerView, ownAnswersDialog, ownLineButton } from './view.ts';

// Loads its module with the first picture.
const draw = drawApart();

/** Shows a teacher's own answers, to that teacher only. */
export const feature: Feature = {
  name: 'own-line',
  words: [
    {
      command: 'own-line',
      ways: ['mijn lijn', 'mijn antwoorden', 'my line', 'my answers'],
      listed: {
        nl: { type: 'mijn lijn', does: 'je eigen antwoorden', menu: 'je eigen antwoorden; alleen jij ziet ze' },
        en: { type: 'my line', does: 'your own answers', menu: 'your own answers; only you see them' },
      },
      dialog: OWN_ANSWERS_ACTION,
      shortcut: true,
    },
  ],
  make: (tools) => {
    const { database, instruments, people, all, views, pages, now } = tools;
    const store = createOwnAnswerStore(database);
    return {
      commands: {
        'own-line': (event) =>
          withPerson(people, event.from, (person) =>
            say(person.role === 'teacher' ? offerView(person.language) : views.help(person)),
          ),
      },
      idempotentTaps: {
        [OWN_ANSWERS_ACTION]: (event) =>
          withPerson(people, event.from, async (person) => ({
            kind: 'dialog',
            dialog: ownAnswersDialog(await viewOf(tools, person), person.language, all.dialogButtons(person)),
          })),
      },
      helpButtons: (person) => (person.role === 'teacher' ? [ownLineButton(person.language)] : []),
      export: async ({ id, language }) => {
        const { stored: above, sources } = ownLineTexts(language);
        const { title, ...columns } = above;
        const item = Object.fromEntries(instruments.inLanguage(language).items.map(({ code, text }) => [code, text]));
        const stored = await store.stored(id);
        const rows = stored.map((row) => ({ ...row, text: item[row.item] ?? null }));
        return [{ name: 'answers', title, columns, rows, words: { source: sources, item }, fileOnly: ['text'] }];
      },
      home: async (person, where) =>
        person.role !== 'teacher' || where === 'chat' ? [] : homeBlocks(await viewOf(tools, person), person.language),
      routes: pages
        ? [
            createLinePictures(pages.key, now, async ({ person, language }) => {
              const scored = scoredWeeks(ownScores(await store.answers(person), instruments.first));
              return scored.length === 0 ? null : draw(ownChart(scored, language));
            }),
          ]
        : [],
    };
  },
};

/** The latest answers and the line, as a picture where Polsslag has a public address, otherwise in words. */
async function viewOf({ database, instruments, pages, now }: Tools, { id, language }: Person) {
  const answers = await createOwnAnswerStore(database).answers(id);
  const instrument = instruments.inLanguage(language);
  const latest = latestAnswers(answers, instrument, language);
  if (answers.length === 0) return { texts: [latest], picture: null };
  const scored = scoredWeeks(ownScores(answers, instrument));
  if (!pages || scored.length === 0) return { texts: [latest, lineInWords(scored, language)], picture: null };
  const url = lineAddress(pages, { person: id, language }, now());
  return {
    texts: [latest, namesOfScales(language)],
    picture: { url, title: ownLineTexts(language).picture, alt: describeOwnLine(scored, language) },
  };
}

const parameters = z.object({ person: z.uuid(), language: z.string().regex(/^[a-z]{2}$/), proof: z.string() });

type Named = Pick<z.infer<typeof parameters>, 'person' | 'language'>;

/** The address of a person's line, which works for an hour. Nobody gets somebody else's. */
function lineAddress({ address, key }: Pages, of: Named, now: Date): string {
  return address(`/lines/${of.person}/${of.language}/${proofForAnHour(key, subjectOf(of), now)}.png`);
}

/**
 * Serves these pictures; any other address is 404. Each picture is drawn again and stored nowhere.
 * @param draw returns null when somebody has no line
 */
function createLinePictures(key: Buffer, now: () => Date, draw: (of: Named) => Promise<Buffer | null>): RequestHandler {
  return Router().get('/lines/:person/:language/:proof.png', async (request, response) => {
    const asked = parameters.safeParse(request.params);
    const proven = asked.success && isProofNow(key, subjectOf(asked.data), asked.data.proof, now());
    const picture = proven ? await draw(asked.data) : null;
    if (!picture) return void response.status(404).end();
    response
      .set({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
      .type('png')
      .send(picture);
  });
}

function subjectOf({ person, language }: Named): string {
  return `line:${person}:${language}`;
}
