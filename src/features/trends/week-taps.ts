import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Tap } from '../../chat/router.ts';
import { sayText } from '../../chat/sentence.ts';
import type { Dialog } from '../../chat/view.ts';
import { parsePublishedWeek } from '../../measurement/disclosure/week.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { DEFAULT_LANGUAGE } from '../../people/person.ts';
import type { People } from '../../people/store.ts';
import type { TrendStore } from './store.ts';
import { trendTexts } from './texts.ts';
import { ACTIONS, circlesDialog, readingDialog } from './week-dialogs.ts';

interface WeekTaps {
  readonly store: Pick<TrendStore, 'publishedUpTo' | 'isSupervisorsChannel'>;
  readonly people: Pick<People, 'findByUser'>;
  /** The fewest people behind a figure. */
  readonly minimum: number;
  /** The total elsewhere, when it may be compared with. */
  readonly norm: number | null;
}

const dataSchema = z.object({ week: z.string(), language: z.string().regex(/^[a-z]{2}$/) });

/**
 * Handlers for the buttons below the weekly post. Only people who can see the post may use them: in a supervisors'
 * channel, or supervisors.
 */
export function weekTaps({ store, people, minimum, norm }: WeekTaps): NonNullable<Handlers['idempotentTaps']> {
  const readWeek = async (week: string): Promise<PublishedWeek | null> => {
    const [frozen] = await store.publishedUpTo(week, 1);
    return frozen?.week === week ? parsePublishedWeek(frozen.body) : null;
  };
  const maySee = async ({ from, channel }: Tap) =>
    (channel !== undefined && (await store.isSupervisorsChannel(from, channel))) ||
    ['supervisor', 'lead'].includes((await people.findByUser(from))?.role ?? '');

  const open = async (event: Tap, dialogOf: (week: PublishedWeek, language: string) => Dialog): Promise<Reply> => {
    const data = dataSchema.safeParse(event.data);
    const language = data.success ? data.data.language : DEFAULT_LANGUAGE;
    if (!(await maySee(event))) return sayText(trendTexts(language).onlySupervisors);
    const week = data.success ? await readWeek(data.data.week) : null;
    return week ? { kind: 'dialog', dialog: dialogOf(week, language) } : sayText(trendTexts(language).gone);
  };
  return {
    [ACTIONS.circles]: (event) => open(event, circlesDialog),
    [ACTIONS.reading]: (event) => open(event, (_week, language) => readingDialog(language, minimum, norm)),
  };
}
