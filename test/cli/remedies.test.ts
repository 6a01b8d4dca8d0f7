import { describe, expect, it } from '@jest/globals';
import { remedyFor } from '../../src/cli/remedies.ts';

describe('what to do about a refusal', () => {
  it.each([
    ['slack', 'channel', 'not_in_channel', /invite the bot/],
    ['slack', 'channel', 'channel_not_found', /invite the bot/],
    ['slack', 'person', 'channel_not_found', /import another account/],
    ['slack', 'person', 'user_disabled', /person erase/],
    ['slack', 'channel', 'restricted_action', /administrator.*channel add/],
    ['slack', 'person', 'restricted_action', /administrator\. It is tried again/],
    ['slack', 'channel', 'no_permission', /invite the bot/],
    ['slack', 'person', 'token_revoked', /slack add/],
    ['slack', 'person', 'invalid_blocks', /report/],
    ['teams', 'person', 'BotDisabledByAdmin', /Teams admin centre/],
    ['teams', 'person', 'no_conversation', /"hulp"/],
    ['teams', 'channel', 'no_service_url', /mention the bot/],
    ['teams', 'person', 'http_403', /teams allow/],
    ['teams', 'person', 'BotNotInConversationRoster', /installed for them/],
    ['teams', 'person', 'ConversationBlockedByUser', /want it back/],
    ['slack', 'person', 'ekm_access_denied', /administrator.*slack add/],
    ['teams', 'channel', 'http_404', /channel remove/],
    ['slack', 'person', 'unknown_kind', /ten minutes; what was given up .*queue retry/],
    ['teams', 'person', 'in_doubt', /look in the chat/],
    ['slack', 'channel', 'read_back_channel_not_found', /look in the chat/],
    ['slack', 'person', 'toString', /does not know/],
    ['teams', 'person', 'not_in_channel', /does not know/],
  ] as const)('on %s, to a %s: %s', (platform, to, reason, expected) => {
    expect(remedyFor({ platform, to, reason })).toMatch(expected);
  });
});
