import { EMPTY_DRAFT, type Kept, type Shelf } from '../src/features/evaluation/browser/kept.ts';
import { obtainCredential } from '../src/features/evaluation/browser/obtain.ts';
import { sendWaiting } from '../src/features/evaluation/browser/send.ts';
import { createServer } from '../src/features/evaluation/browser/server.ts';
import { ITEM_CODES } from '../src/features/evaluation/items.ts';
import { firstClosingDay } from '../src/features/evaluation/start-campaign.ts';
import { parsePublishedEvaluation } from '../src/measurement/disclosure/evaluations.ts';
import { seededRandom } from '../src/measurement/random.ts';
import { messagesJson } from './actors.ts';
import { fillIn, typeAndAwait } from './chat-driver.ts';
import type { Demo } from './demo.ts';
import { type DemoPerson, PEOPLE } from './partnership.ts';

/** What the evaluation that began in the played week came to. */
export interface PlayedEvaluation {
  /** Teachers whose invitation arrived. */
  readonly invited: number;
  /** Signatures that were given for their tickets. */
  readonly issued: number;
  readonly received: number;
  /** Campaigns of which something was told. */
  readonly published: number;
}

const START = 'evaluation.start';
/** Of those who are invited. */
const SHARE = 0.85;
const LINK = /http[^"\s]+?(\/evaluation\/[0-9a-f-]{36})#t=([^&"]+)&k=([\w-]+)/;

/** The lead has the team evaluated. @returns what lets teachers answer in the next week, and the campaign close */
export async function playEvaluation(demo: Demo): Promise<() => Promise<PlayedEvaluation>> {
  const { simulators, clock, running } = demo;
  const lead = PEOPLE.find(({ role }) => role === 'lead');
  if (!lead) throw new Error('nobody leads');
  const closes = firstClosingDay(clock.now(), running.foundation.config.timezone);
  await typeAndAwait(simulators, lead, 'evaluatie', START);
  await fillIn(simulators, lead, START, { 'choice.whom': 'team', 'date.day': closes });
  const { prisma } = running.foundation.database;
  return async () => {
    const { id, closesAt } = await prisma.evaluationCampaign.findFirstOrThrow();
    await demo.toNextDay();
    const invited = demo.teachers.filter((teacher) => invitationOf(demo, teacher) !== null);
    for (const [place, teacher] of invited.entries()) {
      if (place < invited.length * SHARE) await evaluate(demo, teacher, place);
    }
    // Before the close: after it nothing says any more who took part.
    const received = await prisma.evaluation.count({ where: { campaignId: id } });
    const issued = await prisma.evaluationTicket.count({ where: { campaignId: id, used: true } });
    while (clock.now() < closesAt) await demo.toNextDay();
    const { result } = await prisma.evaluationCampaign.findUniqueOrThrow({ where: { id } });
    return {
      invited: invited.length,
      issued,
      received,
      published: result !== null && parsePublishedEvaluation(result).published ? 1 : 0,
    };
  };
}

interface Invitation {
  readonly path: string;
  readonly ticket: string;
  readonly fingerprint: string;
}

function invitationOf({ simulators }: Demo, teacher: DemoPerson): Invitation | null {
  const [, path, ticket, fingerprint] = LINK.exec(messagesJson(simulators, teacher).join('\n')) ?? [];
  return path && ticket && fingerprint ? { path, ticket, fingerprint } : null;
}

/** What the page's script does in a browser, by the same functions, without the wait. */
async function evaluate(demo: Demo, teacher: DemoPerson, seed: number): Promise<void> {
  const invitation = invitationOf(demo, teacher);
  if (!invitation) return;
  const { path, ticket, fingerprint } = invitation;
  const at = path.lastIndexOf('/');
  const [shelf, server] = [shelfInMemory(), createServer(`${demo.url}${path.slice(0, at)}`, path.slice(at + 1))];
  shelf.write(teacher.key, { stage: 'invited', ticket, fingerprint, draft: EMPTY_DRAFT });
  const outcome = await obtainCredential(shelf, server, teacher.key);
  const ready = shelf.read(teacher.key);
  if (ready?.stage !== 'ready') throw new Error(`no signature: ${outcome}`);
  const random = seededRandom(seed);
  const answers = Object.fromEntries(ITEM_CODES.map((code) => [code, 3 + Math.floor(random() * 3)]));
  const draft = { answers, keep: 'Dat jullie in de klas komen.', change: '' };
  shelf.write(teacher.key, { ...ready, stage: 'waiting', draft, sendAt: 0 });
  const sent = await sendWaiting(shelf, server, teacher.key);
  if (sent !== 'received') throw new Error(`not received: ${sent}`);
}

function shelfInMemory(): Shelf {
  const kept = new Map<string, Kept>();
  return {
    read: (name) => kept.get(name) ?? null,
    write: (name, what) => void kept.set(name, what),
    remove: (name) => void kept.delete(name),
    names: () => [...kept.keys()],
  };
}
