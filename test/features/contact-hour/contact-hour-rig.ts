import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { FEATURES } from '../../../src/app/features.ts';
import type { Reply } from '../../../src/chat/event.ts';
import type { ActionData, AnyButton, FieldValues } from '../../../src/chat/view.ts';
import type { Feature, Tools } from '../../../src/feature.ts';
import { openFeatures } from '../../app/open-features.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT } from '../../fixtures/partnership.ts';
import { addSupervisor } from '../../fixtures/supervisor.ts';
import { type Actor, eventsOf, nth, viewOf } from '../intervention/intervention-rig.ts';

/** Thursday afternoon of an ordinary week, after the hours of that day. */
export const THURSDAY = new Date('2026-11-26T15:30:00Z');

export const PAGES = { address: (path: string) => `https://polsslag.example${path}`, key: Buffer.alloc(32, 5) };

export const TAKE = 'contact-hour.take';

/**
 * Opens two circles. Noord has three teachers and two supervisors, of whom the second of each uses Teams; Zuid has one
 * teacher and one supervisor.
 */
async function openContactHours(test: TestDatabase) {
  const { prisma } = test.database;
  const clock = { now: THURSDAY };
  const places: Tools['all'][] = [];
  const listening: Feature = {
    name: 'listening',
    make: ({ all }) => {
      places.push(all);
      return {};
    },
  };
  const options = { pages: PAGES, features: [...FEATURES, listening] };
  const features = await openFeatures(test.database, () => clock.now, options);
  const people = await addPartnership(test.database, { Noord: 3, Zuid: 1 }, THURSDAY);
  const workspaces = await prisma.workspace.findMany();
  const inTeams = workspaces.find(({ externalId }) => externalId === TENANT)?.id ?? '';
  const circles = await prisma.circle.findMany();
  const teachers = await Promise.all(
    people.map(async ({ id, key, user }, index): Promise<Actor> => {
      const name = `Naam ${key}`;
      if (index !== 1) return { id, name, user: { platform: 'slack', workspace: TEAM, user } };
      const account = await prisma.account.findFirstOrThrow({ where: { personId: id } });
      const externalId = randomUUID();
      const data = { workspaceId: inTeams, externalId, conversation: { conversationId: 'a' } };
      await prisma.account.update({ where: { id: account.id }, data });
      return { id, name, user: { platform: 'teams', workspace: TENANT, user: externalId } };
    }),
  );
  const supervisors: Actor[] = [
    await addSupervisor(test.database, { name: 'Yvonne', circle: 'Noord', platform: 'slack' }, THURSDAY),
    await addSupervisor(test.database, { name: 'Zeynep', circle: 'Noord', platform: 'teams' }, THURSDAY),
    await addSupervisor(test.database, { name: 'Arjan', circle: 'Zuid', platform: 'slack' }, THURSDAY),
  ];
  const circleId = (name: string) => circles.find((each) => each.name === name)?.id ?? '';

  const events = eventsOf(features);
  /** Adds a weekly hour on Tuesdays from three to four, with four slots of a quarter of an hour. */
  const addHour = (actor: Actor, values: FieldValues = {}) =>
    events.submit(
      actor,
      { action: 'contact-hour.add-weekly', data: {} },
      {
        where: circleId('Noord'),
        weekday: '2',
        begins: '15:00',
        ends: '16:00',
        slotMinutes: '15',
        place: 'Lokaal 3',
        firstDay: '2026-11-26',
        ...values,
      },
    );
  return { ...events, addHour, circleId, clock, features, all: nth(places, 0), teachers, supervisors };
}

export type Rig = Awaited<ReturnType<typeof openContactHours>>;

/** Opens what the tests of a file need. `open` empties and fills a database of their own. */
export function contactHours() {
  let test: TestDatabase;
  let rig: Rig;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());
  return {
    open: async (): Promise<Rig> => {
      await test.empty();
      rig = await openContactHours(test);
      return rig;
    },
    prisma: () => test.database.prisma,
    teacher: (index: number): Actor => nth(rig.teachers, index),
    supervisor: (index: number): Actor => nth(rig.supervisors, index),
    /** The data of the slots that this teacher is offered first. */
    offered: async (actor: Actor) => dataOf(await rig.type(actor, 'contactuurtje'), TAKE),
  };
}

/** All buttons of a reply. */
function buttonsOf(reply: Reply): readonly AnyButton[] {
  if (reply.kind === 'dialog') return reply.dialog.buttons ?? [];
  return viewOf(reply).blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}

/** The data of the buttons with this action. */
export function dataOf(reply: Reply, action: string): readonly ActionData[] {
  return buttonsOf(reply).flatMap((button) => ('action' in button && button.action === action ? [button.data] : []));
}

/** The address behind the button with this label. @throws Error when there is none */
export function addressOf(reply: Reply, label: string): string {
  const found = buttonsOf(reply).find((button) => button.label === label);
  if (!found || !('url' in found)) throw new Error(`no address ${label}`);
  return found.url;
}

/** The labels of all buttons. */
export function labelsIn(reply: Reply): readonly string[] {
  return buttonsOf(reply).map(({ label }) => label);
}

/** The labels of the slots that can be taken. */
export function slotsIn(reply: Reply): readonly string[] {
  return buttonsOf(reply).flatMap((button) => ('action' in button && button.action === TAKE ? [button.label] : []));
}
