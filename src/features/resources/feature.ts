import { addWeeks } from 'date-fns/addWeeks';
import { afterPublicHoliday } from '../../calendar/calendar.ts';
import { drawApart } from '../../chart/draw-apart.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Feature, Tools } from '../../feature.ts';
import { parsePublishedResources } from '../../measurement/disclosure/resources.ts';
import { endOfQuarter, quarterBefore, quarterOf } from '../../measurement/quarter.ts';
import { withPerson } from '../../people/with-person.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { answerHandlers, standingView } from './answer.ts';
import { createAnswerStore } from './answer-store.ts';
import { freezeQuarter } from './close-quarter.ts';
import { exportResources } from './export.ts';
import { createOffer } from './offer.ts';
import { ownAnswers } from './own.ts';
import { createQuarterStore, QUARTER_KIND, type QuarterStore } from './quarter-store.ts';
import { rankingPictures, rankingRows } from './ranking-picture.ts';
import { rankingTexts } from './ranking-texts.ts';
import { rankingView } from './ranking-view.ts';
import { fewestOf } from './standing.ts';
import { ownButton } from './view.ts';
import { WORDS } from './words.ts';

/** On Mondays: the first one of a quarter closes the quarter before. */
const MONDAYS = '45 8 * * 1';
const WORTH_WEEKS = 6;
const POST_WEEKS = 2;

// Loads its module with the first picture.
const draw = drawApart();

/** What supports teachers: a few voluntary questions after a check-in, and once a quarter a ranking for the team. */
export const feature: Feature = {
  name: 'resources',
  words: WORDS,
  cli: { resources: async () => (await import('./resources-command.ts')).resourcesCommand },
  make: (tools) => {
    const { database, people, pages, instruments, settings } = tools;
    const store = createAnswerStore(database, settings);
    const quarters = createQuarterStore(database);
    const fewest = fewestOf(settings);
    const context = { ...tools, store, fewest };
    const ranking = (body: string, language: string): View => {
      const published = parsePublishedResources(body);
      const { quarter } = published;
      return rankingView(published, {
        ...{ language, fewest },
        instrument: instruments.resources.inLanguage(language),
        pictureOf: pages && ((group) => rankingPictures.address(pages, { quarter, group, language })),
      });
    };
    return {
      ...answerHandlers(context),
      commands: {
        resources: (event) =>
          withPerson(people, event.from, async (person) => {
            if (person.role === 'teacher') return say(await standingView(context, person));
            const body = await quarters.latest();
            return say(
              body === null ? sentenceView(rankingTexts(person.language).none(fewest)) : ranking(body, person.language),
            );
          }),
      },
      thanks: createOffer(context),
      dialogButtons: ({ role, language }) => (role === 'teacher' ? [ownButton(language)] : []),
      home: async (person, where) =>
        person.role !== 'teacher' || where === 'chat' ? [] : ownAnswers(context).homeSection(person),
      posts: {
        [QUARTER_KIND]: async (subject, _at, language) => {
          const body = await quarters.find(subject);
          return body === null ? null : ranking(body, language);
        },
      },
      schedules: [closeQuarterly(tools, quarters)],
      routes: pages
        ? [
            rankingPictures.serve(pages.key, async (of) => {
              const body = await quarters.find(of.quarter);
              if (body === null) return null;
              return draw(
                rankingRows(parsePublishedResources(body), of, instruments.resources.inLanguage(of.language)),
              );
            }),
          ]
        : [],
      export: (person) => exportResources(store, instruments.resources.inLanguage(person.language), person),
    };
  },
};

function closeQuarterly({ settings, instruments }: Tools, store: QuarterStore): ScheduledRun {
  const { timezone, minimumGroup: minimum } = settings;
  return {
    name: 'resource-quarters',
    cron: MONDAYS,
    timezone,
    period: (at) => quarterBefore(quarterOf(at, timezone)),
    lastMoment: (quarter) => addWeeks(endOfQuarter(quarter, timezone), WORTH_WEEKS),
    run: async (quarter, at) => {
      const closing = { store, instrument: instruments.resources.first, timezone, minimum };
      const body = await freezeQuarter(closing, quarter, at);
      const isToTell =
        body !== null &&
        parsePublishedResources(body).groups.some((each) => each.resources.some((shape) => 'figure' in shape));
      if (isToTell) await store.announce(quarter, at, addWeeks(at, POST_WEEKS), afterPublicHoliday(at, timezone));
    },
  };
}
