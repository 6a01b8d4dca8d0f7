import { randomInt } from 'node:crypto';
import { addDays } from 'date-fns/addDays';
import { subMonths } from 'date-fns/subMonths';
import { z } from 'zod';
import type { Tools } from '../../feature.ts';
import {
  discloseEvaluations,
  parsePublishedEvaluation,
  withoutTexts,
} from '../../measurement/disclosure/evaluations.ts';
import { asTyped } from '../../text/as-typed.ts';
import type { createCloseStore, Uncounted } from './close-store.ts';
import { ITEM_CODES } from './items.ts';

interface ClosingCampaigns extends Pick<Tools, 'secrets' | 'settings'> {
  readonly store: ReturnType<typeof createCloseStore>;
}

const NEWS_DAYS = 14;
/** How many months written texts are kept after the close; figures stay. */
const TEXTS_KEPT_MONTHS = 6;
const LOTS = 2 ** 47;

/** An evaluation, as routes.ts seals it and as it is kept for the next round; it is not read before the close. */
const given = z.object({
  answers: z.record(z.enum(ITEM_CODES), z.int().min(1).max(5).nullable()).nullable(),
  keep: z.string().transform(asTyped),
  change: z.string().transform(asTyped),
});

/** Closes every campaign whose closing date has come: counts it and deletes its signing key. Safe to repeat. */
export function closeCampaigns(closing: ClosingCampaigns, now: Date): Promise<readonly string[]> {
  const { store, settings, secrets } = closing;
  return store.close(now, {
    newsUntil: addDays(now, NEWS_DAYS),
    decide: ({ id, supervisorId }, uncounted) => {
      // An evaluation whose key is lost stops neither the others nor another campaign: it stays uncounted, in case the
      // key comes back.
      const unread: Uncounted[] = [];
      const opened = uncounted.flatMap((each) => {
        const text = secrets.unsealed(each.sealedEvaluation);
        if (text === null) unread.push(each);
        return text === null ? [] : [{ row: each.id, ...given.parse(JSON.parse(text)) }];
      });
      const published = discloseEvaluations({
        campaign: id,
        scope: supervisorId === null ? 'team' : 'supervisor',
        codes: ITEM_CODES,
        evaluations: opened,
        minimum: settings.minimumGroup,
        random: () => randomInt(LOTS) / LOTS,
      });
      const result = JSON.stringify(published);
      if (!published.published) return { result, carried: uncounted };
      if (published.texts !== null) return { result, carried: unread };
      // Figures are published once; texts wait until there are enough.
      const carried = opened
        .filter(({ keep, change }) => `${keep}${change}`.trim() !== '')
        .map(({ row, keep, change }): Uncounted => {
          return { id: row, sealedEvaluation: secrets.seal(JSON.stringify({ answers: null, keep, change })) };
        });
      return { result, carried: [...unread, ...carried] };
    },
  });
}

/** Runs every night: deletes old data and shuffles what came in. Safe to repeat. */
export function tidyCampaigns({ store, settings }: ClosingCampaigns, now: Date): Promise<void> {
  return store.tidy({
    before: subMonths(now, settings.answersKeptMonths),
    textsBefore: subMonths(now, Math.min(TEXTS_KEPT_MONTHS, settings.answersKeptMonths)),
    withoutTexts: (result) => JSON.stringify(withoutTexts(parsePublishedEvaluation(result))),
  });
}
