import { pino } from 'pino';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { serveParent } from './serve-parent.ts';
import { configOf, connectionsOf, settingSchema } from './setting.ts';

/* Our worker role, as `polsslag start --role worker` runs it. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const setting = settingSchema.parse(input);
      running = await startPolsslag(configOf(setting), {
        role: 'worker',
        connections: connectionsOf(setting),
        log: pino({ level: 'silent' }),
      });
    },
    /** What the planner does when it has written notifications. */
    enqueue: async () => running?.background.delivery.enqueueDue(new Date()),
  },
  async () => running?.stop(),
);
