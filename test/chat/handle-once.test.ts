import { describe, expect, it } from '@jest/globals';
import type { ChatEvent, Reply } from '../../src/chat/event.ts';
import { createRouter, handleOnce } from '../../src/chat/router.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const stop: ChatEvent = {
  id: 'e1',
  from: { platform: 'slack', workspace: 'T1', user: 'U1' },
  kind: 'command',
  words: 'stop',
  conversation: null,
};
const done: Reply = { kind: 'say', view: { summary: 'Gestopt', blocks: [] } };

const consent: ChatEvent = {
  id: 'e2',
  from: stop.from,
  kind: 'tap',
  action: 'people.consent',
  data: { answer: 'yes' },
};
const answer: ChatEvent = { ...consent, id: 'e3', action: 'check-in.answer' };
const asItStands: Reply = { kind: 'replace', view: { summary: 'Je doet niet mee', blocks: [] } };

/** The store that several processes share. */
function createSeen() {
  const claims = new Map<string, 'under-way' | 'done'>();
  const state = { finishFails: false };
  const seen: Parameters<typeof handleOnce>[1] = {
    claim: async (platform, id) => {
      const known = claims.get(platform + id);
      if (known) return known;
      claims.set(platform + id, 'under-way');
      return 'claimed';
    },
    finish: async (platform, id) => {
      if (state.finishFails) throw new Error('the database is away');
      claims.set(platform + id, 'done');
    },
    release: async (platform, id) => void claims.delete(platform + id),
  };
  return { seen, state, claims };
}

function deliveries(work: () => Promise<Reply>, shared = createSeen()) {
  const router: ReturnType<typeof createRouter> = {
    receive: work,
    isIdempotent: (event) => event.kind === 'tap' && event.action === 'check-in.answer',
    keyOf: ({ id }) => id,
    repeated: async (event) => (event.kind === 'tap' ? asItStands : { kind: 'none' }),
  };
  return { ...shared, receive: handleOnce(router, shared.seen, () => NOW) };
}

describe('a delivery that comes again', () => {
  it('gets the same errors again, because nothing was done', async () => {
    let times = 0;
    const dialog = { action: 'a', data: {}, title: 'A', intro: '', fields: [], submit: 'Ja', close: 'Nee' };
    const wrong: Reply = { kind: 'errors', dialog, fields: { day: 'Kies een dag die nog komt.' } };
    const { receive } = deliveries(async () => {
      times += 1;
      return wrong;
    });
    expect(await Promise.all([receive(consent), receive(consent)])).toEqual([wrong, wrong]);
    expect(await receive(consent)).toEqual(wrong);
    expect(times).toBe(2);
  });

  it('is answered once when it was done', async () => {
    let times = 0;
    const { receive } = deliveries(async () => {
      times += 1;
      return done;
    });
    expect(await receive(stop)).toBe(done);
    expect(await receive(stop)).toEqual({ kind: 'none' });
    expect(times).toBe(1);
  });

  it('is handled when the first attempt failed', async () => {
    let fails = true;
    const { receive } = deliveries(async () => {
      if (fails) throw new Error('cut');
      return done;
    });
    await expect(receive(stop)).rejects.toThrow('cut');
    fails = false;
    expect(await receive(stop)).toBe(done);
  });

  it('fails with the first attempt when that is still going on, so that the platform tries again', async () => {
    let fail = () => undefined as undefined;
    const { receive } = deliveries(
      () =>
        new Promise((_, reject) => {
          fail = () => {
            reject(new Error('cut'));
            return undefined;
          };
        }),
    );
    const both = Promise.allSettled([receive(stop), receive(stop)]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    fail();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is not begun in a second process while a first is at work on it', async () => {
    let finish = (_reply: Reply) => undefined as undefined;
    const first = deliveries(
      () =>
        new Promise((resolve) => {
          finish = (reply) => {
            resolve(reply);
            return undefined;
          };
        }),
    );
    let times = 0;
    const second = deliveries(async () => {
      times += 1;
      return done;
    }, first);
    const both = first.receive(consent);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await expect(second.receive(consent)).rejects.toThrow('being handled');
    finish(done);
    expect(await both).toBe(done);
    expect(await second.receive(consent)).toBe(asItStands);
    expect(times).toBe(0);
  });

  it('does not undo the work when it cannot be remembered', async () => {
    const { receive, state } = deliveries(async () => done);
    state.finishFails = true;
    expect(await receive(stop)).toBe(done);
    await expect(receive(stop)).rejects.toThrow('being handled');
  });

  it('shows the present state when it is a tap, and does nothing', async () => {
    let times = 0;
    const { receive } = deliveries(async () => {
      times += 1;
      return done;
    });
    expect(await receive(consent)).toBe(done);
    expect(await receive(consent)).toBe(asItStands);
    expect(times).toBe(1);
  });

  it('is handled again, and not remembered, when it is harmless twice', async () => {
    let times = 0;
    const { receive, claims } = deliveries(async () => {
      times += 1;
      return done;
    });
    await receive(answer);
    await receive(answer);
    expect([times, claims.size]).toEqual([2, 0]);
  });
});

const nothing = async (): Promise<Reply> => ({ kind: 'none' });
const fallbacks: Parameters<typeof createRouter>[1] = {
  commandOf: (words) => words,
  unknownAction: nothing,
  mentioned: nothing,
  addedAmongOthers: nothing,
  repeated: async () => asItStands,
  unknownCommand: nothing,
  wordless: nothing,
  homeOpened: nothing,
  connected: nothing,
  disconnected: nothing,
};

describe('a dialog that is sent again, because its answer came too late', () => {
  const dialog = { action: 'a', data: {}, title: 'A', intro: '', fields: [], submit: 'Ja', close: 'Nee' };
  const next: Reply = { kind: 'dialog', dialog };
  const sentAs = (action: string, id: string, value: string): ChatEvent => ({
    id,
    from: stop.from,
    kind: 'submission',
    action,
    data: {},
    values: { value },
    dialogId: `v1/${value}`,
  });

  function open() {
    const handled: string[] = [];
    const keep = (reply: Reply) => async (event: { readonly id: string }) => {
      handled.push(event.id);
      return reply;
    };
    const router = createRouter(
      [{ submissions: { add: keep(done), find: keep(next) }, overwritingSubmissions: { change: keep(done) } }],
      fallbacks,
    );
    return { handled, receive: handleOnce(router, createSeen().seen, () => NOW) };
  }

  it('adds nothing twice', async () => {
    const { handled, receive } = open();
    expect(await receive(sentAs('add', 't1', 'a'))).toBe(done);
    expect(await receive(sentAs('add', 't2', 'a'))).toBe(asItStands);
    expect(await receive(sentAs('add', 't3', 'b'))).toBe(done);
    expect(handled).toEqual(['t1', 't3']);
  });

  it('is handled each time when it replaces a value: the last choice counts', async () => {
    const { handled, receive } = open();
    for (const [id, value] of [
      ['t1', '4'],
      ['t2', '2'],
      ['t3', '4'],
    ] as const) {
      expect(await receive(sentAs('change', id, value))).toBe(done);
    }
    expect(handled).toEqual(['t1', 't2', 't3']);
    // When somebody captures it and sends it again, it is the same delivery.
    expect(await receive(sentAs('change', 't2', '2'))).toBe(asItStands);
    expect(handled).toHaveLength(3);
  });

  it('shows the next dialog again, because nothing was done yet', async () => {
    const { handled, receive } = open();
    expect(await Promise.all([receive(sentAs('find', 't1', 'Anna')), receive(sentAs('find', 't2', 'Anna'))])).toEqual([
      next,
      next,
    ]);
    expect(await receive(sentAs('find', 't3', 'Anna'))).toBe(next);
    expect(handled).toEqual(['t1', 't3']);
  });
});

describe('a router', () => {
  it('calls no tap harmless unless its feature does', async () => {
    const router = createRouter(
      [
        {
          taps: { 'people.consent': async () => done },
          repeatedTaps: { 'people.consent': async () => asItStands },
          idempotentTaps: { 'check-in.answer': async () => done },
        },
      ],
      fallbacks,
    );
    expect([consent, answer, stop, { ...consent, action: 'gone' }].map(router.isIdempotent)).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(await router.receive(answer)).toBe(done);
    expect(await router.repeated(consent)).toBe(asItStands);
    expect(await router.repeated(stop)).toEqual({ kind: 'none' });
  });

  it('lets no two features claim one tap, in whatever way', () => {
    const claimTwice = () =>
      createRouter([{ taps: { x: async () => done } }, { idempotentTaps: { x: async () => done } }], fallbacks);
    expect(claimTwice).toThrow('Two features claim x');
  });
});
