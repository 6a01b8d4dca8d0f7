/*
 * What this adapter needs of Slack, in one place. The manifest asks exactly this, and a test compares them.
 */

/** The path to which Slack delivers over HTTP; the manifest's request addresses end in it. */
export const SLACK_PATH = '/slack/events';

/** The one slash command. */
export const SLASH_COMMAND = '/polsslag';

/** The events that parse.ts reads, as the manifest names them. */
export const BOT_EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.im',
  'tokens_revoked',
] as const;

/** The Web API methods that the code calls, with the scopes each needs for what we do with it. */
export const METHOD_SCOPES = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
} as const satisfies { readonly [method: string]: readonly string[] };

const COMMAND_SCOPES = ['commands'] as const;
const EVENT_SCOPES = ['app_mentions:read', 'im:history'] as const;

/** Every bot scope that the code needs, in alphabetical order. */
export const BOT_SCOPES: readonly string[] = [
  ...new Set<string>([...COMMAND_SCOPES, ...EVENT_SCOPES, ...Object.values(METHOD_SCOPES).flat()]),
].sort();
