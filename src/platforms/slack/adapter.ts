import { type Adapter, createAdapter } from '../adapter.ts';
import type { createSlackReceiver } from './receive.ts';
import { SLACK_PATH } from './scopes.ts';
import type { createSlackPlatform } from './send.ts';

/** The options of both parts. */
type Options = Parameters<typeof createSlackReceiver>[0] & Parameters<typeof createSlackPlatform>[0];

/** Slack, whose libraries are loaded when they are needed. */
export function createSlackAdapter(options: Options): Adapter {
  return createAdapter({
    name: 'slack',
    path: options.connection.mode === 'http' ? SLACK_PATH : null,
    loadSender: async () => (await import('./send.ts')).createSlackPlatform(options),
    loadReceiver: async () => (await import('./receive.ts')).createSlackReceiver(options),
    removes: false,
  });
}
