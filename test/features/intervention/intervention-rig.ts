import { randomUUID } from 'node:crypto';
import { FEATURES } from '../../../src/app/features.ts';
import type { ChatUser } from '../../../src/chat/address.ts';
import type { Reply } from '../../../src/chat/event.ts';
import type { ActionData, AnyButton, Dialog, FieldValues, View } from '../../../src/chat/view.ts';
import type { Feature, Tools } from '../../../src/feature.ts';
import type { EditMessage } from '../../../src/outbox/sent-messages.ts';
import { type OpenFeatures, openFeatures, scheduleNamed } from '../../app/open-features.ts';
import type { TestDatabase } from '../../database.ts';
import { addPartnership, TEAM } from '../../fixtures/partnership.ts';
import { addSupervisor } from '../../fixtures/supervisor.ts';

/** Tuesday afternoon of an ordinary week, after lessons: a good moment. */
const TUESDAY = new Date('2026-11-24T14:30:00Z');

/** A person who types and taps, with their account. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly user: ChatUser;
}

/** An edit of a message that somebody got. */
interface Edit {
  readonly platform: string;
  readonly user: string;
  readonly text: string;
}

/** Opens two circles with teachers on Slack, two supervisors of Noord, one on each platform, and one of Zuid. */
export async function openSupport(test: TestDatabase, teachersOfNoord = 3) {
  const { prisma } = test.database;
  const clock = { now: TUESDAY };
  const places: Tools['all'][] = [];
  const listening: Feature = {
    name: 'listening',
    make: ({ all }) => {
      places.push(all);
      return {};
    },
  };
  const edits: Edit[] = [];
  /** Errors that the next edits fail with. */
  const refusals: Error[] = [];
  /** Edits wait for this promise, as on a slow platform. */
  const slowness: { until: Promise<void> } = { until: Promise.resolve() };
  const edit: EditMessage = async (platform, to, _reference, view) => {
    await slowness.until;
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    edits.push({ platform, user: 'user' in to ? to.user : to.channel, text: textOf(view) });
  };
  const features = await openFeatures(test.database, () => clock.now, { features: [...FEATURES, listening], edit });
  const added = await addPartnership(test.database, { Noord: teachersOfNoord, Zuid: 1 }, TUESDAY);
  const teachers = added.map(({ id, key, user }): Actor => {
    return { id, name: `Naam ${key}`, user: { platform: 'slack', workspace: TEAM, user } };
  });
  const supervisors: Actor[] = [
    await addSupervisor(test.database, { name: 'Yvonne', circle: 'Noord', platform: 'slack', cluster: 3 }, TUESDAY),
    await addSupervisor(test.database, { name: 'Zeynep', circle: 'Noord', platform: 'teams', cluster: 4 }, TUESDAY),
    await addSupervisor(test.database, { name: 'Arjan', circle: 'Zuid', platform: 'slack', cluster: 3 }, TUESDAY),
  ];
  const events = eventsOf(features);
  /** Logs a visit of today. */
  const log = (by: Actor, teacher: Pick<Actor, 'id'>, values: FieldValues = {}) =>
    events.submit(
      by,
      { action: 'intervention.log', data: {} },
      { teacher: teacher.id, what: ['OBSERVATION'], day: day(clock.now), ...values },
    );
  const runSchedule = async (name: string) => {
    const schedule = scheduleNamed(features, name);
    const period = schedule.period(clock.now);
    if (typeof period !== 'string') throw new Error(`nothing to run: ${name}`);
    await schedule.run(period, clock.now);
  };
  /** The messages of a kind in the outbox, in order, as they would be sent at their time. */
  async function outbox(kind: string) {
    const rows = await prisma.notification.findMany({
      where: { kind },
      orderBy: [{ notBefore: 'asc' }, { id: 'asc' }],
      include: { account: { include: { person: true } } },
    });
    const composed = rows.map(async ({ id, subject, notBefore, account, unasked, state }) => {
      const view = (await features.composers[kind]?.(subject, notBefore, account?.person.language ?? 'nl')) ?? null;
      return { id, subject, to: account?.person.name ?? 'channel', at: notBefore, unasked, state, view };
    });
    return Promise.all(composed);
  }
  /** Marks the due messages as sent. */
  const sent = () =>
    prisma.notification.updateMany({
      where: { state: 'queued', notBefore: { lte: clock.now } },
      data: { state: 'sent', sentAt: clock.now, reference: 'D0:1' },
    });
  const at = (moment: string) => {
    clock.now = new Date(moment);
  };
  const people = { teachers, supervisors };
  return {
    ...events,
    log,
    runSchedule,
    outbox,
    sent,
    at,
    clock,
    features,
    edits,
    refusals,
    slowness,
    all: nth(places, 0),
    ...people,
  };
}

/** The actions of a person, as the platforms pass them on. */
export function eventsOf(features: Pick<OpenFeatures, 'receive'>) {
  return {
    type: (actor: Actor, words: string) =>
      features.receive({ id: randomUUID(), kind: 'command', from: actor.user, words, conversation: null }),
    tap: (actor: Actor, action: string, data: ActionData, id = randomUUID()) =>
      features.receive({ id, kind: 'tap', from: actor.user, action, data }),
    submit: (actor: Actor, { action, data }: Pick<Dialog, 'action' | 'data'>, values: FieldValues) =>
      features.receive({ id: randomUUID(), kind: 'submission', from: actor.user, action, data, values }),
  };
}

export type Rig = Awaited<ReturnType<typeof openSupport>>;

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The reply as JSON, to search in. */
export function textOf(reply: Reply | View | null): string {
  return JSON.stringify(reply);
}

/** @throws Error when the reply is no dialog */
export function dialogOf(reply: Reply): Dialog {
  if (reply.kind === 'dialog' || reply.kind === 'errors') return reply.dialog;
  throw new Error(`no dialog but ${JSON.stringify(reply)}`);
}

/** @throws Error when the reply is a dialog, or nothing */
export function viewOf(reply: Reply): View {
  if (reply.kind === 'say' || reply.kind === 'replace') return reply.view;
  throw new Error(`no view but ${JSON.stringify(reply)}`);
}

/** The data of the buttons with this action. */
export function dataOf({ blocks }: View, action: string): readonly ActionData[] {
  const buttons = blocks.flatMap((block): readonly AnyButton[] => (block.kind === 'buttons' ? block.buttons : []));
  return buttons.flatMap((button) => ('action' in button && button.action === action ? [button.data] : []));
}

/** The labels of all buttons. */
export function labelsOf({ blocks }: View): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons.map(({ label }) => label) : []));
}

/** The item at an index, from 0. @throws Error when there are fewer */
export function nth<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`there are ${list.length} items, and none at ${index}`);
  return found;
}
