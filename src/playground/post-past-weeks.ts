import type { Recipient } from '../chat/address.ts';
import type { Features } from '../composition/features.ts';
import type { Platforms } from '../composition/platforms.ts';
import { PolsslagError } from '../errors.ts';
import { SLACK_CHANNEL, TEAMS_CHANNEL } from './partnership.ts';

const LANGUAGE = 'nl';

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
 * Posts a frozen week in the supervisors' channels, as the weekly post of that Monday. It does not go through the outbox:
 * a past is made at once, and the outbox would hold it to a post a second.
 * @param now the Monday
 */
export async function postPastWeek(
  { composers }: Pick<Features, 'composers'>,
  platforms: Platforms,
  week: string,
  now: Date,
): Promise<void> {
  const view = await composers['week']?.(week, now, LANGUAGE);
  if (!view) throw new PolsslagError('UNAVAILABLE', `Week ${week} of the demonstration was not published.`);
  for (const { platform, to } of CHANNELS) {
    await platforms.byName[platform]?.send({ key: `past-week:${week}:${to.channel}`, to, view });
  }
}
