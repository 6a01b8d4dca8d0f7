import type { PlatformName } from '../chat/address.ts';

/** The reason why a message was refused or an account is marked as unreachable. */
interface Trouble {
  /** The code as it is stored: Slack's or the Bot Connector's own, or one of ours. */
  readonly reason: string;
  readonly platform: PlatformName;
  readonly to: 'person' | 'channel';
}

const IMPORT_ANOTHER =
  'The account is gone or switched off: import another account for this person, or this one again when it is back, or delete them with polsslag person erase.';
const ASK_TO_WRITE =
  'The app does not reach this person: see that it is installed for them, and ask them to open it and type "hulp".';
const INVITE =
  'The bot is not in this channel, or the channel is gone: invite the bot to it, or take it away with polsslag channel remove.';
const REPORT =
  'The platform refuses how Polsslag writes this message: report the code as a fault of Polsslag, and discard it.';
const SLACK_AGAIN = 'Slack no longer accepts the token: connect the workspace again with polsslag slack add.';
const TEAMS_AGAIN =
  "Microsoft refuses the bot's credentials: polsslag doctor checks them; see MICROSOFT_APP_ID, its password and its tenant.";
const SLACK_ADMIN = {
  person:
    "The workspace's settings forbid the bot to write: ask its administrator. It is tried again within the hour, and at once after polsslag slack add.",
  channel:
    "The channel's settings forbid the bot to post: ask an administrator, or name another channel with polsslag channel add.",
};
const TEAMS_ADMIN =
  "The app is blocked: ask the tenant's administrator to allow it in the Teams admin centre (app policies). It is tried again within the hour, and at once after polsslag teams allow.";
const LOOK_UP_CODE =
  'The tenant refuses it for a reason that is not the person: look the code up. It is tried again within the hour, and at once after polsslag teams allow.';
const UNBLOCK =
  'This person blocked or removed the app: nothing is to be done unless they want it back; then they open it in Teams and type "hulp".';
const LOOK_IN_CHAT =
  'It is not known whether it arrived: look in the chat; queue it again with polsslag queue retry, or drop it with polsslag queue discard.';
const REACHED_AGAIN = 'The account could not be reached: polsslag queue retry tries it again once that is mended.';
const UNKNOWN =
  'The platform refused it for a reason that Polsslag does not know: look the code up in its documentation, then polsslag queue retry.';

type ByRecipient = string | Readonly<Record<'person' | 'channel', string>>;

const SLACK: Readonly<Record<string, ByRecipient>> = {
  ...forEach(
    ['user_disabled', 'user_not_found', 'users_not_found', 'user_not_visible', 'is_bot', 'cannot_dm_bot'],
    IMPORT_ANOTHER,
  ),
  channel_not_found: { person: IMPORT_ANOTHER, channel: INVITE },
  not_in_channel: INVITE,
  is_archived: 'The channel is archived: open it again in Slack, or take it away with polsslag channel remove.',
  ...forEach(['channel_type_not_supported', 'method_not_supported_for_channel_type', 'cannot_reply_to_message'], {
    person: IMPORT_ANOTHER,
    channel: 'The bot cannot post in this kind of channel: name another one with polsslag channel add.',
  }),
  ...forEach(
    [
      'restricted_action',
      'restricted_action_non_threadable_channel',
      'restricted_action_read_only_channel',
      'restricted_action_thread_locked',
      'restricted_action_thread_only_channel',
      'posting_to_channel_denied',
      'messages_tab_disabled',
      'access_denied',
      'accesslimited',
      'ekm_access_denied',
      'org_login_required',
      'two_factor_setup_required',
    ],
    SLACK_ADMIN,
  ),
  ...forEach(['account_inactive', 'invalid_auth', 'missing_scope'], SLACK_AGAIN),
  no_permission: { ...SLACK_ADMIN, channel: INVITE },
  ...forEach(['not_allowed_token_type', 'not_authed'], SLACK_AGAIN),
  ...forEach(['team_access_not_granted', 'token_expired', 'token_revoked', 'no_token'], SLACK_AGAIN),
  ...forEach(['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'msg_too_long', 'no_text'], REPORT),
};

const TEAMS: Readonly<Record<string, ByRecipient>> = {
  ...forEach(['BotDisabledByAdmin', 'TenantNoPermission', 'TenantBlocked', 'AppBlocked'], TEAMS_ADMIN),
  ...forEach(['InvalidBotApiHost', 'NotEnoughPermissions', 'http_403'], LOOK_UP_CODE),
  ...forEach(['BotNotInConversationRoster', 'ConversationNotFound', 'ForbiddenOperationException', 'http_404'], {
    person: ASK_TO_WRITE,
    channel: 'The app is not in this team, or the channel is gone: install it in the team, or polsslag channel remove.',
  }),
  ...forEach(['ConversationBlockedByUser', 'MessageWritesBlocked', 'BotDisabledByUser'], UNBLOCK),
  no_conversation: ASK_TO_WRITE,
  UserNotFound: IMPORT_ANOTHER,
  ChannelNotFound: 'The channel is gone: take it away with polsslag channel remove.',
  no_service_url:
    'Teams has not been heard of in this tenant yet: install the app in the team, mention the bot there once, then polsslag queue retry.',
  ...forEach(['http_401', 'invalid_client', 'unauthorized_client', 'invalid_request'], TEAMS_AGAIN),
  ...forEach(['BadSyntax', 'BadArgument', 'MessageSizeTooBig', 'http_400', 'http_413'], REPORT),
};

const REMEDIES: Readonly<Record<string, ByRecipient>> = {
  in_doubt: LOOK_IN_CHAT,
  unexpected: LOOK_IN_CHAT,
  unreachable: { person: REACHED_AGAIN, channel: INVITE },
  app_removed: UNBLOCK,
  unknown_kind:
    'A newer version wrote it: bring every process up to the same version. What waits is tried again within ten minutes; what was given up (an older worker does that) with polsslag queue retry.',
};

/** What an operator can do about a refusal: one text, the same in `queue failed` and `doctor`. */
export function remedyFor(trouble: Trouble): string {
  return knownRemedyFor(trouble) ?? UNKNOWN;
}

/** What an operator can do about a refusal; null when no action is known to help, such as while a platform is down. */
export function knownRemedyFor({ reason, platform, to }: Trouble): string | null {
  if (reason.startsWith('read_back_')) return LOOK_IN_CHAT;
  const table = { ...(platform === 'slack' ? SLACK : TEAMS), ...REMEDIES };
  const found = Object.hasOwn(table, reason) ? table[reason] : undefined;
  if (found === undefined) return null;
  return typeof found === 'string' ? found : found[to];
}

function forEach(codes: readonly string[], remedy: ByRecipient): Record<string, ByRecipient> {
  return Object.fromEntries(codes.map((code) => [code, remedy]));
}
