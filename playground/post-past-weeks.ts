import { setTimeout as sleep } from 'node:timers/promises';
import type { joinFeatures } from '../src/app/join-features.ts';
import type { joinPlatforms } from '../src/app/platforms.ts';
import type { Recipient } from '../src/chat/address.ts';
import { DeliveryError } from '../src/chat/platform.ts';
import { PolsslagError } from '../src/errors.ts';
import { SLACK_CHANNEL, TEAMS_CHANNEL } from './partnership.ts';

type Platforms = ReturnType<typeof joinPlatforms>;

const LANGUAGE = 'nl';
const RETRY_MS = 500;

const CHANNELS = [
  {
    platform: 'slack',
    to: { kind: 'channel', workspace: SLACK_CHANNEL.team, channel: SLACK_CHANNEL.channel },
  },
  {
    platform: 'teams',
    to: { kind: 'channel', workspace: TEAMS_CHANNEL.tenant, channel: TEAMS_CHANNEL.channel },
  },
] as const satisfies readonly { platform: keyof Platforms['byName']; to: Recipient }[];

/**
 * Posts a frozen week in the supervisors' channels, as the weekly post of that Monday. It bypasses the outbox, which
 * would slow a past that is made at once down to one post a second.
 * @param now the Monday
 * @throws PolsslagError UNAVAILABLE when the week was not published, DeliveryError when a platform keeps refusing
 */
export async function postPastWeek(
  { composers }: Pick<ReturnType<typeof joinFeatures>, 'composers'>,
  platforms: Platforms,
  week: string,
  now: Date,
): Promise<void> {
  const view = await composers['week']?.(week, now, LANGUAGE);
  if (!view) throw new PolsslagError('UNAVAILABLE', `Week ${week} of the demonstration was not published.`);
  const post = async ({ platform, to }: (typeof CHANNELS)[number]) =>
    platforms.byName[platform]?.send({ key: `past-week:${week}:${to.channel}`, to, view });
  await Promise.all(CHANNELS.map((channel) => withRetries(() => post(channel))));
}

/** Retries a few times, because without the outbox nothing else does, and on a busy machine a request can time out. */
async function withRetries(send: () => Promise<unknown>, left = 4): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof DeliveryError && error.fault === 'retry') || left === 0) throw error;
    await sleep(error.retryAfterMs ?? RETRY_MS);
    await withRetries(send, left - 1);
  }
}
