import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Simulators, startSimulators } from '../../../playground/simulators.ts';
import { type BurstTap, prepareTaps, type ReadyTap, seedBurst, sendBurst } from '../../../tools/bench/burst.ts';
import { KEY } from '../../../tools/chaos/process-options.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { type Rig, startRig } from '../../web/web-rig.ts';

/* Two hundred teachers on both platforms tap the same slot at the same moment, through the signed endpoints. */

const TEACHERS = 200;

let test: TestDatabase;
let simulators: Simulators;
let rig: Rig;
let taps: readonly ReadyTap[];
let outcomes: readonly BurstTap[];
const app = { url: '' };

beforeAll(async () => {
  test = await createTestDatabase();
  const open = { limits: false, postsPerSecondPerChannel: null, postsPerMinutePerWorkspace: null };
  simulators = await startSimulators({ now: () => new Date() }, () => app.url, open);
  const { connections } = simulators;
  const { teachers } = await seedBurst(test.database, simulators, TEACHERS);
  const key = `${KEY.id}:${KEY.key.toString('base64')}`;
  rig = await startRig({ DATABASE_URL: test.url, POLSSLAG_KEYS: key }, { connections });
  app.url = rig.url;
  taps = await prepareTaps(simulators, teachers, app);
  outcomes = await sendBurst(simulators, taps, rig.url);
});

afterAll(async () => {
  await rig.stop();
  await simulators.close();
  await test.drop();
});

const card = z.object({ statusCode: z.literal(200), type: z.literal('application/vnd.microsoft.card.adaptive') });
describe('two hundred who tap one slot at the same moment', () => {
  it('one has it, whatever the platform, and the database holds no more', async () => {
    expect(outcomes.filter(({ came }) => came === 'booked')).toHaveLength(1);
    expect(await test.database.prisma.appointment.count()).toBe(1);
  });

  it('everybody else is offered the next ones', () => {
    const others = outcomes.filter(({ came }) => came !== 'booked');
    expect(others.map(({ came }) => came)).toEqual(Array(TEACHERS - 1).fill('offered'));
    for (const { look } of others) {
      expect(look).toContain('Dat moment is net weg.');
      expect(look).toContain('15:15–15:30');
    }
  });

  it('in the message that was tapped, with no other after it', () => {
    expect(outcomes.map(({ message }) => message)).toEqual(taps.map(({ message }) => message));
  });

  it('and nobody sees an error: every tap is acknowledged, on Teams with the card that shows it at once', () => {
    // A 503 to Slack or Teams means that a machine was slow: the message still changes.
    const failed = outcomes.filter(({ status }) => status !== 200 && status !== 503);
    expect(failed.map(({ status }) => status)).toEqual([]);
    const cards = outcomes.filter(({ status }, index) => status === 200 && taps[index]?.teacher.platform === 'teams');
    for (const { answer } of cards) {
      expect(card.safeParse(JSON.parse(answer)).success).toBe(true);
      expect(answer).toMatch(/Je staat genoteerd|Dat moment is net weg/);
    }
  });
});
