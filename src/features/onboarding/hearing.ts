import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { OnboardingStore } from './store.ts';

interface HearingOptions {
  readonly store: Pick<OnboardingStore, 'reconnect'>;
  readonly now: () => Date;
  /** Called after a failure; those people are tried again together with the next ones. */
  readonly onFailure: (error: unknown) => void;
  /** How long people are collected before they are stored, in milliseconds. */
  readonly lingerMs?: number;
}

const LINGER_MS = 1_000;
/** The most people that are remembered while the database is unavailable; others are noticed another time. */
const MAX_PEOPLE = 10_000;

type HeardOf = Parameters<OnboardingStore['reconnect']>[0][number];

/** An event in a channel has no personal conversation; it must not erase one that came just before. */
function remember(heard: Map<string, HeardOf>, who: string, latest: HeardOf): void {
  heard.set(who, { ...heard.get(who), ...latest });
}

/**
 * Collects the people who did something, and stores after a moment, in one statement, that they can be reached again.
 */
export function createHearing({ store, now, onFailure, lingerMs = LINGER_MS }: HearingOptions) {
  let heard = new Map<string, HeardOf>();
  let timer: NodeJS.Timeout | null = null;
  let underway: Promise<void> = Promise.resolve();

  async function reconnect(): Promise<void> {
    const batch = heard;
    if (batch.size === 0) return;
    heard = new Map();
    try {
      await store.reconnect([...batch.values()], now());
    } catch (error) {
      const since = heard;
      heard = batch;
      for (const [who, latest] of since) remember(heard, who, latest);
      onFailure(error);
    }
  }

  function start(): void {
    timer = null;
    underway = underway.then(reconnect);
  }

  return {
    /**
     * Remembers a person. Takes almost no time, so that no tap waits for it.
     * @param conversation how to write to them, where the event has it
     */
    hear(user: ChatUser, conversation?: ConversationReference): void {
      const who = `${user.platform} ${user.workspace} ${user.user}`;
      const isTaken = heard.size < MAX_PEOPLE || heard.has(who);
      if (isTaken) remember(heard, who, { user, at: now(), ...(conversation && { conversation }) });
      timer ??= setTimeout(start, lingerMs).unref();
    },
    /** Resolves when everybody remembered so far was stored. */
    async settled(): Promise<void> {
      if (timer) clearTimeout(timer);
      start();
      await underway;
    },
  };
}
