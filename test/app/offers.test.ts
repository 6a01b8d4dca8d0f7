import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEATURES } from '../../src/app/features.ts';
import type { Block } from '../../src/chat/view.ts';
import type { Feature, Tools } from '../../src/feature.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM } from '../fixtures/partnership.ts';
import { openFeatures } from './open-features.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const offers = (text: string) => async () => [{ kind: 'note', text }] as const;

describe('what features offer beside the message of another one', () => {
  it('leaves out the offer of one that fails, at once or later, and keeps the rest', async () => {
    const asked: Tools['all'][] = [];
    const features: Feature[] = [
      ...FEATURES,
      { name: 'one', make: () => ({ thanks: offers('one'), weekPost: offers('one') }) },
      {
        name: 'broken',
        make: (tools) => {
          asked.push(tools.all);
          return {
            thanks: () => {
              throw new Error('at once');
            },
            weekPost: () => Promise.reject(new Error('later')),
          };
        },
      },
      { name: 'two', make: () => ({ thanks: offers('two'), weekPost: offers('two') }) },
    ];
    const { troubles } = await openFeatures(test.database, () => new Date(), { features });
    const both = [
      { kind: 'note', text: 'one' },
      { kind: 'note', text: 'two' },
    ];
    const [all] = asked;
    const notes = (blocks: readonly Block[] = []) => blocks.filter(({ kind }) => kind === 'note');
    expect(notes(await all?.thanks({ id: '7b6a2f0e-5d0e-4a55-9d7c-2a7c3f6a1b11', language: 'nl' }))).toEqual(both);
    expect(notes(await all?.weekPost('2026-W47', 'nl'))).toEqual(both);
    expect(troubles).toEqual([new Error('at once'), new Error('later')]);
  });

  it('puts a button under the answer to who says that it goes badly', async () => {
    const [teacher] = await addPartnership(test.database, { Noord: 1 }, new Date());
    const button = { label: 'Praat met ons', action: 'talk.open', data: {}, tone: 'plain', opens: 'dialog' } as const;
    const features = [...FEATURES, { name: 'talk', make: () => ({ support: async () => [button] }) }];
    const { receive } = await openFeatures(test.database, () => new Date(), { features });
    const from = { platform: 'slack', workspace: TEAM, user: teacher?.user ?? '' } as const;
    const reply = await receive({ id: '1', kind: 'command', words: 'ik voel me rot', from, conversation: null });
    const buttons = { kind: 'buttons', layout: 'row', buttons: [button] };
    expect(reply).toMatchObject({ kind: 'say', view: { blocks: expect.arrayContaining([buttons]) } });
  });
});
