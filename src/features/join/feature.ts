import type { Feature, Tools } from '../../feature.ts';
import { createGuessStore } from './guess-store.ts';
import { joinHandlers } from './join.ts';
import { makeCodeHandlers } from './make-code.ts';
import { createJoinStore } from './store.ts';
import { WORDS } from './words.ts';

/** Lets teachers who are not in an import join with a code of their school. */
export const feature: Feature = {
  name: 'join',
  words: WORDS,
  cli: { code: async () => (await import('./code-command.ts')).codeCommand },
  make: (tools) => {
    const { database, people, now, views, all, secrets } = tools;
    const store = createJoinStore(database);
    const joining = joinHandlers({ store, guesses: createGuessStore(database, secrets), people, now, views, all });
    const making = makeCodeHandlers({ store, people, now, otherwise: joining.say });
    return {
      commands: { join: joining.say, 'join-code': making.say },
      idempotentTaps: joining.idempotentTaps,
      taps: making.taps,
      submissions: joining.submissions,
      schedules: [forgetOld(store, tools)],
    };
  },
};

function forgetOld({ forgetOld: forget }: ReturnType<typeof createJoinStore>, { settings: { timezone } }: Tools) {
  return {
    name: 'forget-join-codes',
    cron: '45 4 * * *',
    timezone,
    period: (at: Date) => at.toISOString().slice(0, 10),
    lastMoment: (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 2 * 24 * 3_600_000),
    run: (_day: string, now: Date) => forget(now),
  };
}
