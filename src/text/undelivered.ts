import { translated } from './translated.ts';

/**
 * What a person reads about a message that did not reach them, or a place where none does. Many codes share one of
 * these texts.
 */
const texts = translated({
  late: { nl: 'Het was te laat om het nog te sturen.', en: 'It was too late to send it.' },
  noMoment: {
    nl: 'Er was geen goed moment meer om het te sturen.',
    en: 'There was no good moment left to send it.',
  },
  needless: { nl: 'Het hoefde niet meer.', en: 'It was no longer needed.' },
  putOff: { nl: 'Je koos zelf voor later.', en: 'You chose to be asked later.' },
  discarded: {
    nl: 'Wie Polsslag beheert, heeft het bericht laten vervallen.',
    en: 'Whoever operates Polsslag dropped the message.',
  },
  unsure: { nl: 'Het is niet zeker of het is aangekomen.', en: 'It is not certain whether it arrived.' },
  notOpened: {
    nl: 'Je hebt de app daar nog niet geopend, of de app is weggehaald.',
    en: 'You have not opened the app there yet, or it was removed.',
  },
  blocked: { nl: 'Je hebt de app daar geblokkeerd.', en: 'You blocked the app there.' },
  removed: { nl: 'De app is daar weggehaald.', en: 'The app was removed there.' },
  noAccount: {
    nl: 'Je account daar werkt niet meer, of de app mag het niet zien.',
    en: 'Your account there no longer works, or the app may not see it.',
  },
  noConversation: {
    nl: 'Er is daar geen gesprek meer tussen jou en de app.',
    en: 'There is no longer a conversation between you and the app there.',
  },
  barred: {
    nl: 'De app mag daar niet schrijven. Een beheerder daar kan dat veranderen.',
    en: 'The app may not write there. An administrator there can change that.',
  },
  noAccess: {
    nl: 'De app had daar geen toegang meer.',
    en: 'The app no longer had access there.',
  },
  disturbed: {
    nl: 'Slack of Teams had het te druk, of had een storing.',
    en: 'Slack or Teams was too busy, or had a failure.',
  },
  noAnswer: {
    nl: 'Er was geen goede verbinding met Slack of Teams.',
    en: 'There was no good connection with Slack or Teams.',
  },
  refused: { nl: 'Slack of Teams nam het bericht niet aan.', en: 'Slack or Teams did not take the message.' },
  ours: { nl: 'Er ging iets mis bij Polsslag zelf.', en: 'Something went wrong at Polsslag itself.' },
  other: {
    nl: (code: string) => `Slack of Teams nam het niet aan. Wie Polsslag beheert, kan opzoeken waarom: ${code}`,
    en: (code: string) => `Slack or Teams did not take it. Whoever operates Polsslag can look up why: ${code}`,
  },
});

type Meaning = Exclude<keyof ReturnType<typeof texts>, 'other'>;

/** The codes of ours, Slack and the Bot Connector with each meaning. A test fails for a new code without one. */
const CODES: readonly (readonly [Meaning, readonly string[]])[] = [
  ['late', ['not_after']],
  ['noMoment', ['no_good_moment']],
  ['needless', ['obsolete', 'withdrawn']],
  ['putOff', ['snoozed']],
  ['discarded', ['discarded']],
  ['unsure', ['in_doubt', 'unexpected']],
  ['notOpened', ['no_conversation', 'no_service_url']],
  ['blocked', ['BotDisabledByUser', 'ConversationBlockedByUser', 'MessageWritesBlocked']],
  ['removed', ['app_removed', 'BotNotInConversationRoster', 'ForbiddenOperationException']],
  [
    'noAccount',
    [
      'cannot_dm_bot',
      'is_bot',
      'user_disabled',
      'user_not_found',
      'user_not_visible',
      'users_not_found',
      'UserNotFound',
      'unreachable',
    ],
  ],
  [
    'noConversation',
    [
      'cannot_reply_to_message',
      'channel_not_found',
      'channel_type_not_supported',
      'is_archived',
      'method_not_supported_for_channel_type',
      'not_in_channel',
      'ChannelNotFound',
      'ConversationNotFound',
    ],
  ],
  [
    'barred',
    [
      'access_denied',
      'accesslimited',
      'ekm_access_denied',
      'messages_tab_disabled',
      'no_permission',
      'org_login_required',
      'restricted_action',
      'restricted_action_non_threadable_channel',
      'restricted_action_read_only_channel',
      'restricted_action_thread_locked',
      'restricted_action_thread_only_channel',
      'posting_to_channel_denied',
      'two_factor_setup_required',
      'AppBlocked',
      'BotDisabledByAdmin',
      'TenantBlocked',
      'TenantNoPermission',
      'http_403',
    ],
  ],
  [
    'noAccess',
    [
      'account_inactive',
      'invalid_auth',
      'missing_scope',
      'no_token',
      'not_allowed_token_type',
      'not_authed',
      'team_access_not_granted',
      'token_expired',
      'token_revoked',
      'invalid_client',
      'invalid_request',
      'unauthorized_client',
      'http_401',
    ],
  ],
  [
    'disturbed',
    [
      'fatal_error',
      'internal_error',
      'message_limit_exceeded',
      'rate_limited',
      'ratelimited',
      'request_timeout',
      'service_unavailable',
      'team_added_to_org',
      'http_408',
      'http_412',
      'http_429',
    ],
  ],
  ['noAnswer', ['connection_cut', 'timeout', 'token_unreachable', 'token_unreadable', 'unreadable_response']],
  [
    'refused',
    [
      'no_reference',
      'invalid_arguments',
      'invalid_blocks',
      'invalid_blocks_format',
      'msg_too_long',
      'no_text',
      'BadArgument',
      'BadSyntax',
      'MessageSizeTooBig',
    ],
  ],
  [
    'ours',
    [
      'compose_failed',
      'database_away',
      'no_credentials_store',
      'no_managed_identity',
      'token_ended',
      'too_many_replies',
      'unknown_kind',
      'InvalidBotApiHost',
      'NotEnoughPermissions',
    ],
  ],
];

/** Codes that are too many to list: HTTP statuses and those of the network. The first matching pattern counts. */
const PATTERNS: readonly (readonly [RegExp, Meaning])[] = [
  // When the read-back itself was refused, it stays unknown what became of the message.
  [/^read_back_/, 'unsure'],
  [/^(token_)?http_(429|5\d\d)$/, 'disturbed'],
  [/^token_http_4\d\d$/, 'noAccess'],
  [/^http_4\d\d$/, 'refused'],
  [/^[A-Z][A-Z0-9_]+$/, 'noAnswer'],
];

/** Explains why something did not reach somebody: a sentence for every code, also for an unknown one. */
export function whyUndelivered(language: string): (code: string) => string {
  return (code) => {
    const { other, ...said } = texts(language);
    const meaning = meaningOf(code);
    return meaning === null ? other(code) : said[meaning];
  };
}

function meaningOf(code: string): Meaning | null {
  const [known] = CODES.find(([, codes]) => codes.includes(code)) ?? [];
  if (known) return known;
  const [, alike] = PATTERNS.find(([pattern]) => pattern.test(code)) ?? [];
  return alike ?? null;
}
