import { type Adapter, createAdapter } from '../adapter.ts';
import { requireUsableCredentials, TEAMS_PATH } from './credentials.ts';
import type { createTeamsReceiver } from './receive.ts';
import type { createTeamsPlatform } from './send.ts';

/** The options of both parts. */
type Options = Parameters<typeof createTeamsReceiver>[0] & Parameters<typeof createTeamsPlatform>[0];

/**
 * Teams, whose libraries are loaded when they are needed.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createTeamsAdapter(options: Options): Adapter {
  requireUsableCredentials(options.credentials);
  return createAdapter({
    name: 'teams',
    path: TEAMS_PATH,
    loadSender: async () => (await import('./send.ts')).createTeamsPlatform(options),
    loadReceiver: async () => (await import('./receive.ts')).createTeamsReceiver(options),
    removes: true,
  });
}
