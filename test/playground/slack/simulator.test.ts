import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientFor, startWithApp, TEAM, USER, WHO } from './app.ts';
import { plain, question } from './fixtures.ts';

let setup: Awaited<ReturnType<typeof startWithApp>>;
beforeEach(async () => {
  setup = await startWithApp();
});
afterEach(() => setup.close());

async function postQuestion(): Promise<{ channel: string; ts: string }> {
  const posted = await setup.client.chat.postMessage({ channel: USER, text: 'Vraag', blocks: question });
  return { channel: String(posted.channel), ts: String(posted.ts) };
}

function messagesIn(channel: string) {
  const [workspace] = setup.slack.state().workspaces;
  return workspace?.conversations.find((one) => one.channel === channel)?.messages ?? [];
}

describe('the Web API', () => {
  it('says who the app is and what it may do', async () => {
    const answer = await setup.client.auth.test();
    expect(answer).toMatchObject({ ok: true, team_id: TEAM, user_id: setup.botUser });
    expect(answer.response_metadata?.scopes).toEqual(expect.arrayContaining(['chat:write', 'im:write']));
  });

  it('refuses an unknown token, a revoked one, none, and a method that it does not have', async () => {
    await expect(clientFor(setup.slack.url, 'xoxb-other').auth.test()).rejects.toThrow('invalid_auth');
    await expect(clientFor(setup.slack.url, setup.appToken).auth.test()).rejects.toThrow('not_allowed_token_type');
    await expect(setup.client.apiCall('chat.delete', { channel: 'C1' })).rejects.toThrow('unknown_method');
    const bare = await fetch(`${setup.slack.url}/api/auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    setup.slack.revokeToken(TEAM);
    await expect(setup.client.auth.test()).rejects.toThrow('token_revoked');
  });

  it('posts, updates in place and keeps the version before', async () => {
    const { channel, ts } = await postQuestion();
    await setup.client.chat.update({ channel, ts, text: 'Beantwoord' });
    expect(messagesIn(channel)).toMatchObject([{ ts, text: 'Beantwoord', edited: true, fromApp: true }]);
    expect(setup.slack.recorded()).toMatchObject([{ text: 'Vraag' }, { text: 'Beantwoord' }]);
    await expect(setup.client.chat.update({ channel, ts: '1.000001', text: 'x' })).rejects.toThrow('message_not_found');
  });

  it('gives every message a unique id that increases while the clock stands still', async () => {
    await setup.close();
    setup = await startWithApp({ now: () => new Date('2026-11-24T14:30:00Z') });
    const ids = [await postQuestion(), await postQuestion(), await postQuestion()].map((one) => one.ts);
    expect(ids).toEqual(['1795530600.000000', '1795530600.000001', '1795530600.000002']);
  });

  it('shows an ephemeral message to one person and does not keep it in the export', async () => {
    await setup.client.chat.postEphemeral({ channel: 'C1', user: USER, text: 'Alleen jij' });
    expect(messagesIn('C1')).toMatchObject([{ text: 'Alleen jij', ephemeralFor: USER }]);
    expect(setup.slack.recorded()).toEqual([]);
    expect(setup.slack.recordedPrivate()).toMatchObject([{ text: 'Alleen jij' }]);
  });

  it('reports who and what does not exist', async () => {
    const { slack, client } = setup;
    await expect(client.chat.postMessage({ channel: 'C9', text: 'x' })).rejects.toThrow('channel_not_found');
    await expect(client.conversations.open({ users: 'U9' })).rejects.toThrow('user_not_found');
    await expect(client.users.info({ user: USER })).rejects.toThrow('unknown_method');

    const opened = await client.conversations.open({ users: USER });
    expect(opened.channel?.id).toBe(slack.directChannel(TEAM, USER));
    slack.deactivateUser(WHO);
    await expect(client.conversations.open({ users: USER })).rejects.toThrow('user_disabled');
    await expect(client.chat.postMessage({ channel: String(opened.channel?.id), text: 'x' })).rejects.toThrow(
      'channel_not_found',
    );
    slack.removeApp({ team: TEAM, channel: 'C1' });
    await expect(client.chat.postMessage({ channel: 'C1', text: 'x' })).rejects.toThrow('not_in_channel');
  });

  it('grants the scopes of the manifest and no others', async () => {
    await setup.close();
    setup = await startWithApp({ scopes: ['im:write'] });
    const refused = setup.client.chat.postMessage({ channel: 'C1', text: 'x' });
    await expect(refused).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write', provided: 'im:write' },
    });
    await expect(setup.slack.slashCommand(WHO, '/polsslag', 'help')).rejects.toThrow('not a valid command');
    await expect(setup.slack.typeMessage(WHO, 'hoi')).resolves.toBeNull();
  });

  it('refuses blocks that break a limit, and says where', async () => {
    const blocks = [{ type: 'header' as const, text: plain('x'.repeat(151)) }];
    await expect(setup.client.chat.postMessage({ channel: 'C1', text: 'x', blocks })).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    await expect(setup.client.chat.postMessage({ channel: 'C1', text: 'x'.repeat(40_001) })).rejects.toThrow(
      'msg_too_long',
    );
    await expect(setup.client.chat.postMessage({ channel: 'C1', text: '' })).rejects.toThrow('no_text');
    expect(setup.slack.recorded()).toEqual([]);
  });

  it('refuses a body that is no JSON, an unknown argument and metadata in the wrong form', async () => {
    const broken = await fetch(`${setup.slack.url}/api/auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await broken.json()).toEqual({ ok: false, error: 'invalid_json' });
    const call = { channel: 'C1', text: 'x' };
    await expect(setup.client.apiCall('chat.postMessage', { ...call, colour: 'red' })).rejects.toThrow(
      'invalid_arguments',
    );
    await expect(setup.client.apiCall('chat.postMessage', { ...call, metadata: { key: 'k' } })).rejects.toThrow(
      'invalid_metadata_format',
    );
    await expect(setup.client.apiCall('chat.postMessage', { ...call, blocks: 'no blocks' })).rejects.toThrow(
      'invalid_blocks_format',
    );
  });

  it('reads history back page by page, metadata only when asked', async () => {
    for (const key of ['a', 'b', 'c']) {
      const metadata = { event_type: 'polsslag', event_payload: { key } };
      await setup.client.chat.postMessage({ channel: 'C1', text: key, metadata });
    }
    const first = await setup.client.conversations.history({ channel: 'C1', limit: 2, include_all_metadata: true });
    expect(first.messages?.map((message) => message.metadata?.event_payload)).toEqual([{ key: 'c' }, { key: 'b' }]);
    const cursor = String(first.response_metadata?.next_cursor);
    const second = await setup.client.conversations.history({ channel: 'C1', limit: 2, cursor });
    expect(second).toMatchObject({ has_more: false, messages: [{ text: 'a' }] });
    expect(second.messages?.[0]?.metadata).toBeUndefined();
    const oldest = String(first.messages?.[1]?.ts);
    const since = await setup.client.conversations.history({ channel: 'C1', oldest });
    expect(since.messages?.map((message) => message.text)).toEqual(['c']);
    expect(setup.slack.postsByKey()).toEqual(new Map(['a', 'b', 'c'].map((key) => [key, 1])));
  });

  it('asks for another scope to read a private channel', async () => {
    setup.slack.addChannel({ team: TEAM, channel: 'G1', name: 'besloten', isPrivate: true });
    await expect(setup.client.conversations.history({ channel: 'G1' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:history' },
    });
  });

  it('records every request without its token', async () => {
    await postQuestion();
    expect(setup.slack.requests).toMatchObject([
      {
        platform: 'slack',
        method: 'POST',
        url: `${setup.slack.url}/api/chat.postMessage`,
        body: { channel: USER, blocks: question },
      },
    ]);
    expect(JSON.stringify(setup.slack.requests)).not.toContain(setup.botToken);
  });
});
