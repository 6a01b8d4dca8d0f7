import { type Adapter, createAdapter } from '../adapter.ts';
import type { SlackReceiverOptions } from './receive.ts';
import { SLACK_PATH } from './scopes.ts';
import type { SlackPlatformOptions } from './send.ts';

/** Slack, whose libraries are loaded when they are needed. */
export function createSlackAdapter(options: SlackReceiverOptions & SlackPlatformOptions): Adapter {
  return createAdapter({
    name: 'slack',
    path: options.connection.mode === 'http' ? SLACK_PATH : null,
    loadSender: async () => (await import('./send.ts')).createSlackPlatform(options),
    loadReceiver: async () => (await import('./receive.ts')).createSlackReceiver(options),
    removes: false,
  });
}
