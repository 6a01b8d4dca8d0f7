import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { OnboardingStore } from './store.ts';

interface HearingOptions {
  readonly store: Pick<OnboardingStore, 'reconnect'>;
  readonly now: () => Date;
  /** Told of a failure; those people are tried again with the next ones. */
  readonly onFailure: (error: unknown) => void;
  /** How long people are gathered, in milliseconds. */
  readonly lingerMs?: number;
}

const LINGER_MS = 1_000;
/** So many people are remembered while the database is away; who comes on top is heard of another time. */
const MAX_PEOPLE = 10_000;

type HeardOf = Parameters<OnboardingStore['reconnect']>[0][number];

/** What comes from a channel tells no way to write to somebody, and takes none away that was told just before. */
function remember(heard: Map<string, HeardOf>, who: string, latest: HeardOf): void {
  heard.set(who, { ...heard.get(who), ...latest });
}

/** Remembers for a moment who was heard of, and then takes them for reachable again, all in one go. */
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
    /** Costs next to nothing: nobody's tap waits for it. @param conversation how to write to them, where it was told */
    hear(user: ChatUser, conversation?: ConversationReference): void {
      const who = `${user.platform} ${user.workspace} ${user.user}`;
      const isTaken = heard.size < MAX_PEOPLE || heard.has(who);
      if (isTaken) remember(heard, who, { user, at: now(), ...(conversation && { conversation }) });
      timer ??= setTimeout(start, lingerMs).unref();
    },
    /** Resolves when everybody heard so far is dealt with. */
    async settled(): Promise<void> {
      if (timer) clearTimeout(timer);
      start();
      await underway;
    },
  };
}
