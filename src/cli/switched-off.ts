import type { PlatformName } from '../chat/address.ts';
import type { CommandContext } from './context.ts';

export const PLATFORM_NAMES = { slack: 'Slack', teams: 'Teams' } as const satisfies Record<PlatformName, string>;

/**
 * A warning after storing something for a platform that is switched off. It is stored all the same, because the
 * platform can be switched on later.
 * @param whom who gets nothing: '3 people'
 * @returns no line when the platform is on
 */
export function switchedOffLines(
  { config }: Pick<CommandContext, 'config'>,
  platform: PlatformName,
  whom: string,
): string[] {
  if (config()[platform].kind !== 'off') return [];
  const name = PLATFORM_NAMES[platform];
  return [
    `${name} is switched off by POLSSLAG_PLATFORMS, so nothing goes to ${whom} until ${platform} is added to it.`,
  ];
}
