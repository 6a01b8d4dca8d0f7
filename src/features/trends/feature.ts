import { readClosedSchools } from '../../calendar/store.ts';
import { drawApart } from '../../chart/draw-apart.ts';
import type { Feature, Tools } from '../../feature.ts';
import { referenceFor } from '../../measurement/instrument.ts';
import { endOfWeek, nextWeek, previousWeek, weekOf } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { chartWeeks, composeWeek, hasFigures } from './compose-week.ts';
import { createPictureStore } from './picture-store.ts';
import { publishWeek } from './publish-week.ts';
import type { TrendStore } from './store.ts';
import { createTrendStore } from './store.ts';
import { weekChart } from './week-chart.ts';
import { createWeekDrawings, weekPictures } from './week-pictures.ts';
import { weekTaps } from './week-taps.ts';

// Loads its module with the first picture; one thread draws all pictures of this process.
const draw = drawApart();

/** Freezes the week's figures and posts them in the supervisors' channels. */
export const feature: Feature = {
  name: 'trends',
  cli: { trends: async () => (await import('./trends-command.ts')).trendsCommand },
  make: (tools) => {
    const { database, instruments, now, pages, settings, people, all } = tools;
    const store = createTrendStore(database);
    const pictures = createWeekDrawings({
      store: createPictureStore(database),
      weeksOf: (week) => chartWeeks(store, week),
      draw: async (weeks, language) =>
        draw(weekChart(weeks, language, await readClosedSchools(database.prisma, settings.lessonTime))),
      now,
    });
    const norm = referenceFor(instruments.first, 'total')?.mean ?? null;
    const pictureUrl = pages && ((week: string, language: string) => weekPictures.address(pages, { week, language }));
    const publication = publicationRun(tools, store);
    return {
      posts: {
        week: async (subject, _at, language) => {
          // Draws the picture together with the post, so that it is ready when the platform fetches it; after a failure
          // it is drawn then.
          if (pictureUrl) await pictures(subject, language).catch(() => null);
          const view = await composeWeek({ store, pictureUrl }, subject, language);
          if (view === null) return null;
          const more = await all.weekPost(subject, language);
          const act = (await hasFigures(store, subject)) ? await all.actOnWeek(subject, language) : [];
          return { ...view, blocks: [...view.blocks, ...more, ...act] };
        },
      },
      // The latest published week, which is all that a supervisor may see.
      home: async (person) => {
        const latest = person.role === 'teacher' ? null : await store.latestPublished();
        const view = latest === null ? null : await composeWeek({ store, pictureUrl }, latest, person.language);
        return view?.blocks ?? [];
      },
      idempotentTaps: weekTaps({ store, people, minimum: settings.minimumGroup, norm }),
      schedules: [publication],
      upcoming: async (at) => {
        const next = nextDue(settings.publicationSchedule, settings.timezone, at).next().value;
        const week = previousWeek(weekOf(next, settings.timezone));
        return {
          name: 'publication',
          facts: { at: next, week },
          describe: (time) => `Publication: ${time(next)}, of week ${week}.`,
        };
      },
      routes: pages ? [weekPictures.serve(pages.key, ({ week, language }) => pictures(week, language))] : [],
    };
  },
};

function publicationRun({ instruments, settings }: Tools, store: TrendStore): ScheduledRun {
  const { publicationSchedule: cron, timezone, minimumGroup: minimum } = settings;
  const publication = { store, instrument: instruments.first, timezone, minimum };
  return {
    name: 'publication',
    cron,
    timezone,
    period: (at) => previousWeek(weekOf(at, timezone)),
    lastMoment: (week) => endOfWeek(nextWeek(week), timezone),
    run: async (week, now) => {
      await publishWeek(publication, week, now);
    },
  };
}
