import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLatch } from '../../fakes/latch.ts';
import { waitUntil } from '../../wait-until.ts';
import {
  ANNA,
  BRAM,
  CARLA,
  CHANNEL,
  expectRefusal,
  idBody,
  type OpenTeams,
  OTHER_TENANT,
  openTeams,
  path,
  TEAM,
  TENANT,
} from './app.ts';
import { card, checkIn, message, thanks } from './cards.ts';

let t: OpenTeams;
beforeEach(async () => {
  t = await openTeams();
});
afterEach(() => t.close());

describe('tokens', () => {
  it.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'somebody' }, 401, 'invalid_client'],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope'],
    [{ grant_type: 'password' }, 400, 'invalid_request'],
  ])('refuses %j', async (changes, status, error) => {
    const response = await t.requestToken(changes);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  it('refuses a tenant in which the app is not registered', async () => {
    const response = await t.requestToken({}, `${t.teams.url}/${TENANT}`);
    expect(response.status).toBe(400);
  });

  it('records neither the secret nor a token', async () => {
    await t.teams.install(ANNA);
    await t.send();
    const kept = JSON.stringify(t.teams.requests);
    expect(kept).toContain('client_credentials');
    expect(kept).not.toContain(t.teams.authentication.appPassword);
    expect(kept).not.toContain(t.token);
  });

  it('serves its keys at an address that no earlier simulator had, even at the same port', async () => {
    const next = await openTeams();
    const [before, after] = [t, next].map(({ teams }) => new URL(teams.authentication.openIdMetadata));
    await next.close();
    expect(`${before?.pathname}${before?.search}`).not.toBe(`${after?.pathname}${after?.search}`);
  });

  it('refuses requests without a valid token that it issued', async () => {
    await t.teams.install(ANNA);
    await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn), ''), 401, 'Unauthorized');
    await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn), 'Bearer made-up'), 401, 'Unauthorized');
    t.teams.revokeTokens();
    await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn)), 401, 'Unauthorized');
    expect(t.teams.sends).toHaveLength(0);
  });
});

describe('conversations', () => {
  it('tells the app of an installation, and only then lets it write', async () => {
    await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn)), 403, 'BotNotInConversationRoster');
    const { result } = await t.teams.install(ANNA);
    expect(result.kind).toBe('delivered');
    expect(t.app.received.map(({ type, action }) => [type, action])).toEqual([
      ['conversationUpdate', undefined],
      ['installationUpdate', 'add'],
    ]);
    expect(t.app.received[1]).toMatchObject({
      from: { aadObjectId: ANNA.user },
      conversation: { id: t.chatOf(ANNA), tenantId: TENANT, conversationType: 'personal' },
      serviceUrl: t.teams.url,
      channelData: { tenant: { id: TENANT } },
    });
    await t.send();
    await t.teams.uninstall(ANNA);
    expect(t.app.received.at(-1)).toMatchObject({ type: 'installationUpdate', action: 'remove' });
    await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn)), 403, 'BotNotInConversationRoster');
  });

  it('opens a personal chat by object id or Teams id, in the right tenant only', async () => {
    await t.teams.install(ANNA);
    const [, added] = t.app.received;
    for (const id of [ANNA.user, added?.from.id]) {
      const response = await t.call('POST', '', { isGroup: false, members: [{ id }], tenantId: TENANT });
      expect(response.status).toBe(201);
      expect(await response.json()).toEqual({ id: t.chatOf(ANNA) });
    }
    const elsewhere = { members: [{ id: ANNA.user }], tenantId: OTHER_TENANT };
    await expectRefusal(t.call('POST', '', elsewhere), 403, 'BotNotInConversationRoster');
    await expectRefusal(
      t.call('POST', '', { members: [{ id: BRAM.user }], tenantId: TENANT }),
      403,
      'BotNotInConversationRoster',
    );
    await expectRefusal(t.call('POST', '', { members: [{ id: ANNA.user }] }), 400, 'BadSyntax');
  });

  it('starts a thread in a channel of a team that has the app', async () => {
    const thread = { isGroup: true, channelData: { channel: { id: CHANNEL } }, activity: message(thanks, 'De week') };
    await expectRefusal(t.call('POST', '', thread), 403, 'BotNotInConversationRoster');
    await t.teams.installInTeam({ ...ANNA, team: TEAM });
    expect(t.app.received.at(-1)).toMatchObject({ conversation: { id: CHANNEL, conversationType: 'channel' } });
    await expectRefusal(t.call('POST', '', { ...thread, activity: undefined }), 400, 'BadSyntax');
    const response = await t.call('POST', '', thread);
    expect(response.status).toBe(201);
    const { id, activityId = '' } = idBody.parse(await response.json());
    expect(id).toBe(`${CHANNEL};messageid=${activityId}`);
    expect((await t.call('POST', path(id, activityId), message(thanks))).status).toBe(201);
    await expectRefusal(t.call('POST', path(`${CHANNEL};messageid=1`), message(thanks)), 404, 'ConversationNotFound');
    expect(t.teams.sendsByConversation().get(CHANNEL)).toBe(2);
    const drawn = t.teams.state().conversations.find((one) => one.id === CHANNEL);
    expect(drawn?.messages.map((one) => one.thread)).toEqual([activityId, activityId]);
    await t.teams.uninstallFromTeam({ ...ANNA, team: TEAM });
    await expectRefusal(t.call('POST', path(id), message(thanks)), 403, 'BotNotInConversationRoster');
  });

  it('updates and deletes the app’s own messages, and keeps every version', async () => {
    await t.teams.install(ANNA);
    const id = await t.send();
    expect((await t.call('PUT', path(t.chatOf(ANNA), id), message(thanks))).status).toBe(200);
    await expectRefusal(
      t.call('PUT', path(t.chatOf(ANNA), '1'), message(thanks)),
      404,
      'ActivityNotFoundInConversation',
    );
    expect((await t.call('DELETE', path(t.chatOf(ANNA), id))).status).toBe(200);
    await expectRefusal(
      t.call('PUT', path(t.chatOf(ANNA), id), message(thanks)),
      404,
      'ActivityNotFoundInConversation',
    );
    expect(t.teams.recorded().map(({ via }) => via)).toEqual(['send', 'update']);
    expect(t.teams.state().conversations.find((one) => one.id === t.chatOf(ANNA))?.messages).toEqual([]);
  });

  it('does not find a person who left, other conversations, or other paths', async () => {
    await t.teams.install(ANNA);
    await t.send();
    const chat = t.chatOf(ANNA);
    t.teams.removeUser(ANNA);
    await expectRefusal(t.call('POST', path(chat), message(checkIn)), 404, 'ConversationNotFound');
    await expectRefusal(t.call('POST', path('a:1x'), message(checkIn)), 404, 'ConversationNotFound');
    await expectRefusal(t.call('GET', ''), 404, 'NotFound');
    expect(t.teams.recorded()).toHaveLength(1);
  });

  it('refuses what Teams would not show', async () => {
    await t.teams.install(ANNA);
    const post = (body: unknown) => t.call('POST', path(t.chatOf(ANNA)), body);
    await expectRefusal(post({ type: 'message' }), 400, 'BadSyntax');
    await expectRefusal(post({ type: 'invoke', text: 'x' }), 400, 'BadSyntax');
    await expectRefusal(post(message(card([{ type: 'Shiny.Thing' }]))), 400, 'BadSyntax');
    await expectRefusal(post({ type: 'message', text: 'x'.repeat(81 * 1024) }), 413, 'MessageSizeTooBig');
    await expectRefusal(post({ type: 'message', text: 'x'.repeat(3 * 1024 * 1024) }), 413, 'MessageSizeTooBig');
    const elsewhere = { ...message(checkIn), conversation: { tenantId: OTHER_TENANT } };
    await expectRefusal(post(elsewhere), 403, 'BotNotInConversationRoster');
    const broken = fetch(`${t.teams.url}/v3/conversations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${t.token}` },
      body: '{',
    });
    await expectRefusal(broken, 400, 'BadSyntax');
    expect(t.teams.sends).toHaveLength(0);
  });
});

describe('pictures', () => {
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const picture = (url: string) => message(card([{ type: 'Image', url, altText: 'Trend' }]));

  it('are loaded, and refused when they break a limit', async () => {
    await t.teams.install(ANNA);
    await t.send(ANNA, picture(`data:image/png;base64,${pixel}`));
    const wide = Buffer.from(pixel, 'base64');
    wide.writeUInt32BE(1025, 16);
    const post = (url: string) => t.call('POST', path(t.chatOf(ANNA)), picture(url));
    await expectRefusal(post(`data:image/png;base64,${wide.toString('base64')}`), 400, 'BadSyntax');
    await expectRefusal(post(`${t.teams.url}/v1/.well-known/keys`), 400, 'BadSyntax');
    await expectRefusal(post('http://example.org/a.png'), 400, 'BadSyntax');
    expect(t.teams.sends).toHaveLength(1);
    expect(t.teams.brokenPictures).toEqual([]);
  });

  it('that do not load are recorded', async () => {
    await t.teams.install(ANNA);
    const url = `${t.teams.url}/nothing.png`;
    await t.send(ANNA, picture(url));
    expect(t.teams.brokenPictures).toEqual([url]);
  });
});

describe('limits', () => {
  it('answers 429 with Retry-After past seven sends a second in one conversation', async () => {
    await t.teams.install(ANNA);
    await t.teams.install(BRAM);
    const responses = await Promise.all(
      Array.from({ length: 9 }, () => t.call('POST', path(t.chatOf(ANNA)), message(thanks))),
    );
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(7);
    const [refused] = responses.filter(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(t.teams.sendsByConversation().get(t.chatOf(ANNA))).toBe(7);
    await t.send(BRAM);
  });

  it('answers 429 past fifty requests a second in one tenant, and not in the other', async () => {
    await t.teams.install(ANNA);
    await t.teams.install(CARLA);
    const open = { members: [{ id: ANNA.user }], tenantId: TENANT };
    const responses = await Promise.all(Array.from({ length: 150 }, () => t.call('POST', '', open)));
    expect(responses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(100);
    await t.send(CARLA);
  });
});

describe('faults', () => {
  beforeEach(async () => {
    await t.teams.install(ANNA);
    await t.teams.install(CARLA);
  });

  it('refuses as often as asked, in one tenant when so asked', async () => {
    t.teams.fail('send', { status: 429, retryAfterS: 3, times: 1, tenant: TENANT });
    await t.send(CARLA);
    const refused = await expectRefusal(t.call('POST', path(t.chatOf(ANNA)), message(checkIn)), 429, 'ServiceError');
    expect(refused.headers.get('retry-after')).toBe('3');
    const id = await t.send(ANNA);
    t.teams.fail('update', { status: 502, times: 2 });
    await expectRefusal(t.call('PUT', path(t.chatOf(ANNA), id), message(thanks)), 502, 'ServiceError');
    t.teams.clearFaults();
    expect((await t.call('PUT', path(t.chatOf(ANNA), id), message(thanks))).status).toBe(200);
    t.teams.fail('token', { status: 503, times: 1 });
    expect((await t.requestToken()).status).toBe(503);
  });

  it('accepts a message and never answers', async () => {
    t.teams.fail('send', { dropAfterAccept: true, times: 1 });
    await expect(t.call('POST', path(t.chatOf(ANNA)), message(checkIn, 'sleutel'))).rejects.toThrow();
    expect(t.teams.sends.map(({ summary, tenant }) => [summary, tenant])).toEqual([['sleutel', TENANT]]);
  });

  it('accepts a message late, even when the caller has hung up', async () => {
    const { until: served, release } = createLatch();
    t.teams.fail('send', { until: served, times: 1 });
    const hangUp = new AbortController();
    const before = t.teams.requests.length;
    const hungUp = fetch(`${t.teams.url}/v3/conversations${path(t.chatOf(ANNA))}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${t.token}` },
      body: JSON.stringify(message(checkIn)),
      signal: hangUp.signal,
    });
    await waitUntil(() => t.teams.requests.length > before);
    hangUp.abort();
    await expect(hungUp).rejects.toThrow();
    expect(t.teams.sends).toHaveLength(0);
    release();
    await waitUntil(() => t.teams.sends.length === 1);
  });
});
