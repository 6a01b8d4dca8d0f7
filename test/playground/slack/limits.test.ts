import { describe, expect, it } from '@jest/globals';
import { createResponseUrls, createTriggers } from '../../../playground/slack/expiring-handles.ts';
import { createFaults } from '../../../playground/slack/faults.ts';
import { createRateLimits, POST_BURST } from '../../../playground/slack/rate-limits.ts';
import { createWorld } from '../../../playground/slack/world.ts';

function clock() {
  let at = 1_000_000;
  return {
    now: () => at,
    pass(milliseconds: number) {
      at += milliseconds;
    },
  };
}

const none = { postsPerSecondPerChannel: null, postsPerMinutePerWorkspace: null, historyLimit: null };

describe('rate limits', () => {
  it('lets a burst through, then one post a second in each channel', () => {
    const time = clock();
    const limits = createRateLimits({ ...none, postsPerSecondPerChannel: 1 }, time.now);
    for (let post = 0; post < POST_BURST; post += 1) expect(limits.post('T1', 'C1')).toBe(0);
    expect(limits.post('T1', 'C1')).toBe(1);
    expect(limits.post('T1', 'C2')).toBe(0);
    expect(limits.post('T2', 'C1')).toBe(0);
    time.pass(1000);
    expect(limits.post('T1', 'C1')).toBe(0);
    expect(limits.post('T1', 'C1')).toBe(1);
  });

  it('names a wait after which the post goes through', () => {
    const time = clock();
    const limits = createRateLimits({ ...none, postsPerMinutePerWorkspace: 10 }, time.now);
    for (let post = 0; post < 10; post += 1) expect(limits.post('T1', `C${post}`)).toBe(0);
    const wait = limits.post('T1', 'C10');
    expect(wait).toBe(6);
    time.pass(wait * 1000);
    expect(limits.post('T1', 'C10')).toBe(0);
  });

  it('does not count a post for the channel that the workspace limit refused', () => {
    const time = clock();
    const limits = createRateLimits(
      { ...none, postsPerSecondPerChannel: 0.001, postsPerMinutePerWorkspace: 60 },
      time.now,
    );
    for (let post = 0; post < 60; post += 1) limits.post('T1', `C${post}`);
    expect(limits.post('T1', 'other')).toBe(1);
    time.pass(POST_BURST * 1000);
    for (let post = 0; post < POST_BURST; post += 1) expect(limits.post('T1', 'other')).toBe(0);
  });

  it('reads history once a minute', () => {
    const time = clock();
    const limits = createRateLimits({ ...none, historyLimit: { perMinute: 1, pageSize: 15 } }, time.now);
    expect(limits.history('T1')).toBe(0);
    time.pass(20_000);
    expect(limits.history('T1')).toBe(40);
    expect(limits.history('T2')).toBe(0);
    time.pass(40_000);
    expect(limits.history('T1')).toBe(0);
  });
});

describe('triggers', () => {
  it('open one view, for three seconds, in their own workspace', () => {
    const time = clock();
    const triggers = createTriggers(time.now);
    const used = triggers.issue('T1', 'U1');
    expect(triggers.redeem('T2', used)).toEqual({ error: 'invalid_trigger_id' });
    expect(triggers.redeem('T1', used)).toEqual({ user: 'U1' });
    expect(triggers.redeem('T1', used)).toEqual({ error: 'exchanged_trigger_id' });
    const late = triggers.issue('T1', 'U1');
    time.pass(3001);
    expect(triggers.redeem('T1', late)).toEqual({ error: 'expired_trigger_id' });
    expect(triggers.redeem('T1', 'made-up')).toEqual({ error: 'invalid_trigger_id' });
  });
});

describe('response_urls', () => {
  const target = { team: 'T1', channel: 'C1', user: 'U1', ts: '1.000000' };
  const base = 'http://slack.test';

  it('take five answers', () => {
    const urls = createResponseUrls(() => base, clock().now);
    const path = urls.issue(target, 'actions').slice(base.length);
    for (let use = 0; use < 5; use += 1) expect(urls.redeem(path)).toEqual({ target });
    expect(urls.redeem(path)).toEqual({ error: 'used_url' });
    expect(urls.redeem('/actions/T1/9/x')).toEqual({ error: 'invalid_url' });
  });

  it('work for half an hour', () => {
    const time = clock();
    const urls = createResponseUrls(() => base, time.now);
    const path = urls.issue(target, 'commands').slice(base.length);
    time.pass(30 * 60 * 1000);
    expect(urls.redeem(path)).toEqual({ target });
    time.pass(1);
    expect(urls.redeem(path)).toEqual({ error: 'expired_url' });
  });
});

describe('faults', () => {
  it('apply in the order of planning, as often as planned, only to their method', () => {
    const faults = createFaults();
    faults.add('chat.postMessage', { status: 500, times: 1 });
    faults.add('chat.postMessage', { error: 'fatal_error', times: 1 });
    expect(faults.next('chat.update')).toBeNull();
    expect(faults.next('chat.postMessage')).toMatchObject({ status: 500 });
    expect(faults.next('chat.postMessage')).toMatchObject({ error: 'fatal_error' });
    expect(faults.next('chat.postMessage')).toBeNull();
    faults.add('chat.update', { status: 429, times: 9 });
    faults.clear();
    expect(faults.next('chat.update')).toBeNull();
  });
});

describe('message ids', () => {
  it('increase also when the clock stands still or goes back', () => {
    let at = new Date('2026-11-24T14:30:00.500Z');
    const world = createWorld(() => at);
    const first = [world.nextTs(), world.nextTs()];
    at = new Date('2026-11-24T14:29:00Z');
    expect([...first, world.nextTs()]).toEqual(['1795530600.500000', '1795530600.500001', '1795530600.500002']);
    at = new Date('2026-12-01T14:30:00Z');
    expect(world.nextTs()).toBe('1796135400.000000');
  });
});
