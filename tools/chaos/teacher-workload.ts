import { answerOnce, newestMessageJson, type Tapped } from '../../playground/actors.ts';
import type { Simulators } from '../../playground/simulators.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import type { WaitFor } from './task-group.ts';
import type { ChaosTeacher } from './teachers.ts';

/** An answer that the product acknowledged, and so must not lose. */
export interface AcknowledgedAnswer {
  readonly teacher: string;
  readonly item: string;
  readonly value: number;
}

/** The teachers' answers so far. */
export interface TeacherWorkload {
  readonly given: readonly AcknowledgedAnswer[];
  /** Keys of the teachers who were asked and have answered everything. */
  readonly done: ReadonlySet<string>;
  /** Lets teachers answer the messages that reach them, until all are done. */
  run(): Promise<void>;
  /** Everybody looks again, because a second message may have come after the first was answered. */
  lookAgain(): Promise<void>;
}

/** What `newestMessageJson` returns for a chat without a message of the app. */
const EMPTY_CHAT = 'null';

/** Makes teachers who answer as soon as they are asked, and who tap again when nothing happens. */
export function createTeacherWorkload(
  simulators: Simulators,
  teachers: readonly ChaosTeacher[],
  seed: number,
  pause: WaitFor,
): TeacherWorkload {
  const given: AcknowledgedAnswer[] = [];
  const done = new Set<string>();
  /** The choices by teacher and item. A second tap repeats the first choice, because only a first answer is stored. */
  const choices = new Map<string, Map<string, number>>();
  const isReached = watchArrivals(simulators);

  async function answerAll(teacher: ChaosTeacher, random: Random): Promise<void> {
    const chosen = choices.get(teacher.key) ?? new Map<string, number>();
    choices.set(teacher.key, chosen);
    for (;;) {
      await pause(100 + random() * 600);
      const before = newestMessageJson(simulators, teacher);
      const answer = await answerNext(simulators, teacher, { chosen, random, pause });
      // An answer may be stored and shown although its acknowledgement was lost, so a question that is gone counts as
      // answered.
      if (answer === 'nothing asked' && before !== EMPTY_CHAT) break;
      if (answer === 'nothing asked' || answer === 'not acknowledged') continue;
      given.push(answer);
      await awaitChange(simulators, teacher, before, pause);
    }
    done.add(teacher.key);
  }

  return {
    given,
    done,
    async run() {
      const answering: Promise<void>[] = [];
      const waiting = new Map(teachers.map((teacher, index) => [teacher, seededRandom(seed * 10_007 + index)]));
      while (waiting.size > 0) {
        await pause(200);
        const reached = isReached();
        for (const [teacher, random] of waiting) {
          if (!reached(teacher)) continue;
          waiting.delete(teacher);
          const work = answerAll(teacher, random);
          // The promise is awaited below; until then a failure must not end the process.
          work.catch(() => undefined);
          answering.push(work);
        }
      }
      await Promise.all(answering);
    },
    async lookAgain() {
      await Promise.all(teachers.map((teacher, index) => answerAll(teacher, seededRandom(seed * 20_011 + index))));
    },
  };
}

interface AnswerContext {
  readonly chosen: Map<string, number>;
  readonly random: Random;
  readonly pause: WaitFor;
}

/** Answers the question in the newest message. @returns the answer after its acknowledgement */
async function answerNext(
  simulators: Simulators,
  teacher: ChaosTeacher,
  { chosen, random, pause }: AnswerContext,
): Promise<AcknowledgedAnswer | 'nothing asked' | 'not acknowledged'> {
  const asked = { item: '', value: 0 };
  const tapped = await answerOnce(simulators, teacher, (item) => {
    const value = chosen.get(item) ?? Math.floor(random() * 7);
    chosen.set(item, value);
    Object.assign(asked, { item, value });
    return value;
  });
  if (!tapped) return 'nothing asked';
  return (await tapUntilAcknowledged(tapped, random, pause)) ? { teacher: teacher.key, ...asked } : 'not acknowledged';
}

/** Lets the platform deliver a tap again until it is acknowledged; gives up after three more attempts, as people do. */
async function tapUntilAcknowledged(tapped: Tapped, random: Random, pause: WaitFor): Promise<boolean> {
  let { status } = tapped;
  for (let tries = 0; tries < 3 && status !== 200; tries += 1) {
    await pause(100 + random() * 400);
    status = await tapped.redeliver();
  }
  return status === 200;
}

/** Waits until the message has changed, at most a few seconds; after that the teacher looks again. */
async function awaitChange(
  simulators: Simulators,
  teacher: ChaosTeacher,
  before: string,
  pause: WaitFor,
): Promise<void> {
  for (let looks = 0; looks < 10 && newestMessageJson(simulators, teacher) === before; looks += 1) await pause(250);
}

/**
 * Returns a function that takes stock of all chats at once, and tells for each teacher whether the app has written
 * there.
 */
function watchArrivals({ slack, teams }: Simulators): () => (teacher: ChaosTeacher) => boolean {
  const conversations = new Map(
    teams.state().users.map(({ tenant, user, conversation }) => [`${tenant}/${user}`, conversation]),
  );
  return () => {
    const reached = teams.sendsByConversation();
    return ({ platform, workspace, user }) =>
      platform === 'slack'
        ? slack.directChannel(workspace, user) !== null
        : reached.has(conversations.get(`${workspace}/${user}`) ?? '');
  };
}
