import { pino } from 'pino';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { configOf, connectionsOf, processOptionsSchema } from './process-options.ts';
import { serveParent } from './serve-parent.ts';

/* Our web role, as `polsslag start --role web` runs it. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const options = processOptionsSchema.parse(input);
      running = await startPolsslag(configOf(options), {
        role: 'web',
        connections: connectionsOf(options),
        log: pino({ level: 'silent' }),
      });
      return { url: running.url };
    },
  },
  async () => running?.stop(),
);
