import { beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryError } from '../../src/chat/platform.ts';
import { createInTurn, type Showing } from '../../src/chat/show-in-turn.ts';
import type { View } from '../../src/chat/view.ts';

const viewOf = (summary: string): View => ({ summary, blocks: [] });

/** A promise that is settled from outside. */
function door() {
  let open = () => undefined as undefined;
  const opened = new Promise<undefined>((resolve) => {
    open = () => {
      resolve(undefined);
      return undefined;
    };
  });
  return { opened, open: () => open() };
}

/** A chat with one message, which can be slow or refuse. */
function chat() {
  const drawn: string[] = [];
  const plans: (() => Promise<unknown>)[] = [];
  const draw = async (view: View) => {
    await plans.shift()?.();
    drawn.push(view.summary);
  };
  return { drawn, draw, plan: (...next: (() => Promise<unknown>)[]) => void plans.push(...next) };
}

const refuse = (options: { retryAfterMs?: number; inDoubt?: boolean }, fault: 'retry' | 'rejected' = 'retry') =>
  Promise.reject(new DeliveryError(fault, 'refused', options));

let inTurn: ReturnType<typeof createInTurn>;
let card: ReturnType<typeof chat>;
beforeEach(() => {
  inTurn = createInTurn();
  card = chat();
});

function replacement(summary: string, more: Partial<Showing> = {}): Promise<Showing> {
  const { draw } = card;
  const rest = { view: viewOf(summary), asOf: performance.now() + 60_000, current: null, draw };
  return Promise.resolve({ place: 'm1', replaces: 'm1', ...rest, ...more });
}
const post = (summary: string) => replacement(summary, { place: 'chat', replaces: null });

describe('replies to one message', () => {
  it('are drawn one after the other, and only the last of those that wait', async () => {
    const [slow, begun] = [door(), door()];
    card.plan(() => {
      begun.open();
      return slow.opened;
    });
    const first = inTurn.show(replacement('one'));
    await begun.opened;
    const all = [first, ...['two', 'three'].map((summary) => inTurn.show(replacement(summary)))];
    await inTurn.show(replacement('elsewhere', { place: 'm2', replaces: 'm2' }));
    expect(card.drawn).toEqual(['elsewhere']);
    slow.open();
    await Promise.all(all);
    expect(card.drawn).toEqual(['elsewhere', 'one', 'three']);
  });

  it('show the present state when they had to wait', async () => {
    const asOf = performance.now() - 10_000;
    await inTurn.show(replacement('one', { asOf, current: async () => viewOf('now') }));
    expect(card.drawn).toEqual(['now']);
  });

  it('are drawn unchanged when the present state cannot be read', async () => {
    const asOf = performance.now() - 10_000;
    await inTurn.show(replacement('one', { asOf, current: () => Promise.reject(new Error('away')) }));
    await inTurn.show(replacement('two', { asOf, current: async () => null }));
    expect(card.drawn).toEqual(['one', 'two']);
  });

  it('do not overwrite the newer view that another process drew meanwhile', async () => {
    const other = createInTurn();
    let state = 'question 2';
    const current = async () => viewOf(state);
    card.plan(async () => {
      // While this is on its way, another process stores and shows the next answer.
      state = 'question 3';
      await other.show(replacement(state));
      await new Promise((resolve) => setTimeout(resolve, 600));
    });
    await inTurn.show(replacement('question 2', { asOf: performance.now(), current }));
    expect(card.drawn).toEqual(['question 3', 'question 2', 'question 3']);
  });
});

describe('a platform that is too busy', () => {
  it('gets the request again after the time that it asks for', async () => {
    card.plan(
      () => refuse({ retryAfterMs: 20 }),
      () => refuse({ retryAfterMs: 20 }),
    );
    await inTurn.show(post('stopped'));
    expect(card.drawn).toEqual(['stopped']);
  });

  it('does not get a new message again that it may have accepted', async () => {
    card.plan(() => refuse({ inDoubt: true }));
    await expect(inTurn.show(post('stopped'))).rejects.toMatchObject({ inDoubt: true });
    expect(card.drawn).toEqual([]);
  });

  it('gets a replacement in doubt again, which is harmless', async () => {
    card.plan(() => refuse({ inDoubt: true, retryAfterMs: 1 }));
    await inTurn.show(replacement('one'));
    expect(card.drawn).toEqual(['one']);
  });

  it.each([
    ['what it rejects', () => refuse({}, 'rejected'), 1],
    ['what it wants to wait for too long', () => refuse({ retryAfterMs: 3_600_000 }), 1],
    ['what it refuses again and again', () => refuse({ retryAfterMs: 1 }), 5],
  ])('is not asked forever: %s', async (_, plan, attempts) => {
    let asked = 0;
    const counted = () => {
      asked += 1;
      return plan();
    };
    card.plan(...Array.from({ length: 9 }, () => counted));
    await expect(inTurn.show(post('stopped'))).rejects.toThrow('refused');
    expect(asked).toBe(attempts);
  });

  it('a reply that fails does not hold up the next', async () => {
    card.plan(() => refuse({}, 'rejected'));
    const shown = [inTurn.show(post('one')), inTurn.show(post('two'))];
    expect((await Promise.allSettled(shown)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(card.drawn).toEqual(['two']);
  });
});

describe('what is done once a reply stands there', () => {
  it('is repeated while the platform is too busy, and not done when it was never drawn', async () => {
    let tries = 0;
    const afterwards = async () => {
      tries += 1;
      if (tries < 3) await refuse({ retryAfterMs: 1 });
    };
    await inTurn.show(replacement('one', { afterwards }));
    expect(tries).toBe(3);
    card.plan(() => refuse({}, 'rejected'));
    await expect(inTurn.show(replacement('two', { afterwards }))).rejects.toThrow('refused');
    expect(tries).toBe(3);
  });
});

it('has settled when nothing is under way, and when nothing can be done', async () => {
  const slow = door();
  card.plan(() => slow.opened);
  const shown = [inTurn.show(Promise.resolve(null)), inTurn.show(replacement('one'))];
  const settled = inTurn.settled();
  slow.open();
  await Promise.all([...shown, settled]);
  expect(card.drawn).toEqual(['one']);
});

it('reports a failure', async () => {
  await expect(inTurn.show(Promise.reject(new Error('away')))).rejects.toThrow('away');
  await inTurn.settled();
});
