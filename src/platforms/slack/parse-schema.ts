import { z } from 'zod';
import { actionName, carriedText, platformId } from '../../chat/incoming-text.ts';
import { filledInputs } from './render-field.ts';
import { SLASH_COMMAND } from './scopes.ts';

/*
 * What Slack sends us, as far as we read it (docs.slack.dev/reference/interaction-payloads and /reference/events).
 * Everything else in a payload is dropped here.
 */

const id = platformId.max(255);
const person = z.object({ id, team_id: id.optional() });
const team = z.object({ id }).nullish();
const label = z.object({ text: z.string() });

const action = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button'), action_id: actionName, value: z.string().optional() }),
  z.object({
    type: z.literal('static_select'),
    action_id: actionName,
    block_id: actionName,
    selected_option: z.object({ value: carriedText }),
  }),
]);

/**
 * `app_installed_team_id` is the workspace of the installation; in a channel shared by two workspaces `team` is the one
 * of the person.
 */
const viewFrame = {
  title: label.optional(),
  close: label.nullish(),
  app_installed_team_id: id.nullish(),
  private_metadata: z.string().optional(),
};
const tapBase = {
  type: z.literal('block_actions'),
  trigger_id: id,
  user: person,
  team,
  actions: z.tuple([action], action),
};

const messageTap = z.object({
  ...tapBase,
  container: z.object({
    type: z.literal('message'),
    message_ts: id,
    channel_id: id,
    is_ephemeral: z.boolean().optional(),
  }),
  message: z.object({ metadata: z.unknown().optional(), team: id.nullish().catch(null) }).optional(),
  response_url: z.url(),
});

const viewTap = z.object({
  ...tapBase,
  container: z.object({ type: z.literal('view'), view_id: id }),
  view: z.object({ id, type: z.enum(['home', 'modal']), ...viewFrame }),
});

const submission = z.object({
  type: z.literal('view_submission'),
  trigger_id: id,
  user: person,
  team,
  view: z.object({
    id,
    hash: id,
    callback_id: actionName,
    ...viewFrame,
    private_metadata: z.string(),
    state: z.object({ values: filledInputs }),
  }),
});

const command = z.object({
  command: z.literal(SLASH_COMMAND),
  text: z.string(),
  team_id: id,
  user_id: id,
  trigger_id: id,
  response_url: z.url(),
});

/** One of the app's own shortcuts, which can be used anywhere in Slack; its name is a command. */
const shortcut = z.object({
  type: z.literal('shortcut'),
  callback_id: actionName,
  trigger_id: id,
  user: person,
  team,
});

const delivery = {
  type: z.literal('event_callback'),
  event_id: id,
  team_id: id,
  authorizations: z.array(z.object({ team_id: id.nullish() })).optional(),
};

const homeOpened = z.object({
  ...delivery,
  event: z.object({ type: z.literal('app_home_opened'), user: id, tab: z.literal('home') }),
});

/**
 * Subtypes of messages by people: with a file or a recording, also shown outside their thread, or beginning with /me.
 */
const TYPED_TOO = z.enum(['file_share', 'thread_broadcast', 'me_message']);

/** A message that a person typed to the bot, not one from a bot or about joining. */
const directMessage = z.object({
  ...delivery,
  event: z.object({
    type: z.literal('message'),
    channel_type: z.literal('im'),
    user: id,
    channel: id,
    text: z.string(),
    thread_ts: id.optional(),
    subtype: TYPED_TOO.optional(),
    bot_id: z.undefined().optional(),
  }),
});

/** An edited message to the bot. Slack sends the same event when it adds a preview or a language. */
const editedMessage = z.object({
  ...delivery,
  event: z.object({
    type: z.literal('message'),
    channel_type: z.literal('im'),
    subtype: z.literal('message_changed'),
    channel: id,
    message: z.object({
      user: id,
      text: z.string(),
      thread_ts: id.optional(),
      edited: z.object({ user: id }),
      bot_id: z.undefined().optional(),
    }),
    previous_message: z.object({ text: z.string() }).nullish().catch(null),
  }),
});

/** Somebody mentions the bot in a channel that it is in. */
const mention = z.object({
  ...delivery,
  event: z.object({
    type: z.literal('app_mention'),
    user: id,
    channel: id,
    ts: id,
    thread_ts: id.optional(),
    bot_id: z.undefined().optional(),
  }),
});

const uninstalled = z.object({ ...delivery, event: z.object({ type: z.literal('app_uninstalled') }) });

/** Only the bot's token counts; revoked tokens of users are not ours. */
const revoked = z.object({
  ...delivery,
  event: z.object({
    type: z.literal('tokens_revoked'),
    tokens: z.object({ bot: z.array(z.string()).min(1) }),
  }),
});

/** Payloads that must be ours but could not be read, as far as needed to tell the person. */
const unreadable = z.union([
  z.object({ type: z.literal('view_submission'), view: z.object(viewFrame).optional().catch(undefined) }),
  z.object({ type: z.literal('block_actions'), response_url: z.url() }),
]);

/** Slack checks whether the address is ours. */
const verification = z.object({ type: z.literal('url_verification'), challenge: z.string() });

/** Valid deliveries that are of no interest: other events of our subscriptions, and a check of our certificate. */
const uninteresting = z.union([
  z.object({ event: z.object({ type: z.enum(['message', 'app_mention', 'tokens_revoked']) }) }),
  z.object({ event: z.object({ type: z.literal('app_home_opened'), tab: z.literal('messages') }) }),
  z.object({ ssl_check: z.string() }),
]);

export const PAYLOADS = {
  messageTap,
  viewTap,
  submission,
  command,
  shortcut,
  homeOpened,
  directMessage,
  editedMessage,
  mention,
  uninstalled,
  revoked,
  verification,
  unreadable,
  uninteresting,
};
