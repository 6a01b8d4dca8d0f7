import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import type { Feature, Tools } from '../../feature.ts';
import type { ScheduledRun } from '../../schedule/scheduled-run.ts';
import { campaignFor } from './campaign.ts';
import { createCampaignStore } from './campaign-store.ts';
import { closeCampaigns, tidyCampaigns } from './close-campaigns.ts';
import { createCloseStore } from './close-store.ts';
import { createExchangeStore } from './exchange-store.ts';
import { exportEvaluations } from './export.ts';
import { evaluationMessages, evaluationPosts } from './messages.ts';
import { evaluationPages } from './page/page-routes.ts';
import { evaluationRoutes } from './routes.ts';
import { repeatCampaigns, type Starting } from './start-campaign.ts';
import { superviseHandlers } from './supervise.ts';
import { evaluationTexts } from './texts.ts';
import { WORDS } from './words.ts';

/** Lets teachers evaluate the guidance without the server being able to know who said what. */
export const feature: Feature = {
  name: 'evaluation',
  words: WORDS,
  cli: { evaluation: async () => (await import('./evaluation-command.ts')).evaluationCommand },
  sealed: [
    { table: 'EvaluationKey', column: 'sealedKey' },
    { table: 'Evaluation', column: 'sealedEvaluation' },
  ],
  make: (tools) => {
    const { database, now, pages, settings } = tools;
    const store = createCampaignStore(database);
    const starting: Starting = { ...tools, store, helped: (...when) => tools.all.helped(...when) };
    return {
      ...superviseHandlers({ ...starting, ...tools, store }),
      messages: evaluationMessages({ ...tools, store }),
      posts: evaluationPosts({ ...tools, store }),
      messageNames: (language) => evaluationTexts(language).messageNames,
      schedules: schedulesOf(tools, starting),
      routes: pages
        ? [
            evaluationPages({ campaignFor: (id, at) => campaignFor(store, id, at), now, timezone: settings.timezone }),
            evaluationRoutes({ ...tools, key: pages.key, campaigns: store, store: createExchangeStore(database) }),
          ]
        : [],
      export: (person) => exportEvaluations(store, person),
    };
  },
};

function schedulesOf(tools: Tools, starting: Starting): readonly ScheduledRun[] {
  const { timezone } = tools.settings;
  const store = createCloseStore(tools.database);
  const daily = {
    timezone,
    period: (at: Date) => dayAt(at, timezone),
    lastMoment: (day: string) => momentOf(daysAfter(day, 1), 0, timezone),
  };
  return [
    {
      ...daily,
      name: 'evaluations',
      cron: '*/5 * * * *',
      run: async (_day, at) => void (await closeCampaigns({ ...tools, store }, at)),
    },
    // At a time before most backups.
    {
      ...daily,
      name: 'evaluations-mixed',
      cron: '10 1 * * *',
      run: (_day, at) => tidyCampaigns({ ...tools, store }, at),
    },
    { ...daily, name: 'evaluations-repeated', cron: '0 9 * * 1-5', run: (_day, at) => repeatCampaigns(starting, at) },
  ];
}
