import { pino } from 'pino';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { configOf, connectionsOf, processOptionsSchema } from './process-options.ts';
import { serveParent } from './serve-parent.ts';

/* Our worker role, as `polsslag start --role worker` runs it. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const options = processOptionsSchema.parse(input);
      running = await startPolsslag(configOf(options), {
        role: 'worker',
        connections: connectionsOf(options),
        log: pino({ level: 'silent' }),
      });
    },
    /** Does what the planner does after it has written notifications. */
    enqueue: async () => running?.background.delivery.enqueueDue(new Date()),
  },
  async () => running?.stop(),
);
