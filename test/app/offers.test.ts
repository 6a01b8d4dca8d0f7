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
  it('leaves out the offer of a feature that fails, at once or later, and keeps the rest', async () => {
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

  it('puts buttons under the answer to somebody who is having a hard time: for a contact hour where there are any, and for a request for help', async () => {
    const now = new Date('2026-11-17T14:30:00Z');
    const { prisma } = test.database;
    const [teacher, supervisor] = await addPartnership(test.database, { Noord: 2 }, now);
    const { receive } = await openFeatures(test.database, () => now);
    const from = { platform: 'slack', workspace: TEAM, user: teacher?.user ?? '' } as const;
    const offered = async (id: string) => {
      const reply = await receive({ id, kind: 'command', words: 'ik voel me rot', from, conversation: null });
      const blocks = reply.kind === 'say' ? reply.view.blocks : [];
      return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : []));
    };
    expect(await offered('1')).toEqual(['Hulp vragen']);
    const { id: circleId } = await prisma.circle.findFirstOrThrow();
    const supervisorId = supervisor?.id ?? '';
    await prisma.person.update({ where: { id: supervisorId }, data: { role: 'supervisor' } });
    await prisma.personCircle.create({ data: { personId: supervisorId, circleId } });
    const hour = {
      weekday: 4,
      begins: 930,
      ends: 990,
      slotMinutes: 20,
      place: 'Lokaal 3',
      firstDay: now,
      createdAt: now,
    };
    await prisma.contactHour.create({ data: { supervisorId, circleId, ...hour } });
    expect(await offered('2')).toEqual(['Kies een contactuurtje', 'Hulp vragen']);
  });
});
