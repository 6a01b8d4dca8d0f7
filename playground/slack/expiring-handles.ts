import { randomBytes } from 'node:crypto';

const TRIGGER_LIFE_MS = 3000;
const RESPONSE_URL_LIFE_MS = 30 * 60 * 1000;
const RESPONSE_URL_USES = 5;

/** Where an answer through a response_url is shown. */
export interface ResponseTarget {
  readonly team: string;
  readonly channel: string;
  readonly user: string;
  /** The message that was tapped; null after a slash command. */
  readonly ts: string | null;
}

export type Triggers = ReturnType<typeof createTriggers>;
export type ResponseUrls = ReturnType<typeof createResponseUrls>;

/**
 * Issues trigger_ids. Each opens one view, for one person, within three seconds of real time.
 * @param realNow milliseconds of the real clock
 */
export function createTriggers(realNow: () => number) {
  const issued = new Map<string, { team: string; user: string; at: number; used: boolean }>();
  return {
    issue(team: string, user: string): string {
      const id = `${issued.size + 1}.${realNow()}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { team, user, at: realNow(), used: false });
      return id;
    },
    /** Uses a trigger up. @returns its person, or Slack's error code */
    redeem(team: string, id: string): { user: string } | { error: string } {
      const trigger = issued.get(id);
      if (trigger?.team !== team) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (realNow() - trigger.at > TRIGGER_LIFE_MS) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { user: trigger.user };
    },
  };
}

/**
 * Issues response_urls. Each takes five answers within half an hour of real time.
 * @param base the address of the simulator, without a slash at the end
 */
export function createResponseUrls(base: () => string, realNow: () => number) {
  const issued = new Map<string, { target: ResponseTarget; at: number; uses: number }>();
  return {
    issue(target: ResponseTarget, kind: 'actions' | 'commands'): string {
      const path = `/${kind}/${target.team}/${issued.size + 1}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { target, at: realNow(), uses: 0 });
      return base() + path;
    },
    /** Counts one use. @returns where the answer goes, or Slack's error code */
    redeem(path: string): { target: ResponseTarget } | { error: string } {
      const found = issued.get(path);
      if (!found) return { error: 'invalid_url' };
      if (realNow() - found.at > RESPONSE_URL_LIFE_MS) return { error: 'expired_url' };
      if (found.uses >= RESPONSE_URL_USES) return { error: 'used_url' };
      found.uses += 1;
      return { target: found.target };
    },
  };
}
