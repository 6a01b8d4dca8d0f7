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

/** The figures of the evaluation that began in the played week. */
export interface PlayedEvaluation {
  /** Teachers who received an invitation. */
  readonly invited: number;
  /** Signatures that were issued for their tickets. */
  readonly issued: number;
  readonly received: number;
  /** Campaigns with a result that could be published. */
  readonly published: number;
}

const START = 'evaluation.start';
/** The share of the invited teachers who answer. */
const SHARE = 0.85;
const LINK = /http[^"\s]+?(\/evaluation\/[0-9a-f-]{36})#t=([^&"]+)&k=([\w-]+)/;

/**
 * The lead starts an evaluation of the team.
 * @returns a function that plays the next week: teachers answer, and the campaign closes
 */
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
    // Counted before the close, because after it nothing tells any more who took part.
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

/** Does what the page's script does in a browser, with the same functions, but without waiting before it sends. */
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
