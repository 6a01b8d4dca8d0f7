import { type Adapter, createAdapter } from '../adapter.ts';
import { requireUsableCredentials, TEAMS_PATH } from './credentials.ts';
import type { TeamsReceiverOptions } from './receive.ts';
import type { TeamsPlatformOptions } from './send.ts';

/**
 * Teams, whose libraries are loaded when they are needed.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createTeamsAdapter(options: TeamsReceiverOptions & TeamsPlatformOptions): Adapter {
  requireUsableCredentials(options.credentials);
  return createAdapter({
    name: 'teams',
    path: TEAMS_PATH,
    loadSender: async () => (await import('./send.ts')).createTeamsPlatform(options),
    loadReceiver: async () => (await import('./receive.ts')).createTeamsReceiver(options),
    removes: true,
  });
}
