import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEATURES } from '../../src/app/features.ts';
import type { Feature, Tools } from '../../src/feature.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
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
    expect(await all?.thanks({ id: '7b6a2f0e-5d0e-4a55-9d7c-2a7c3f6a1b11', language: 'nl' })).toEqual(both);
    expect(await all?.weekPost('2026-W47', 'nl')).toEqual(both);
    expect(troubles).toEqual([new Error('at once'), new Error('later')]);
  });
});
