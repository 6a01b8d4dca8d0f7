import { type Running, startPolsslag } from '../../src/app/start.ts';
import { createLog } from '../../src/log.ts';
import { configOf, processOptionsSchema } from '../chaos/process-options.ts';
import { serveParent } from './serve-parent.ts';

/* Our web role on both simulated platforms. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const options = processOptionsSchema.parse(input);
      running = await startPolsslag(configOf(options), {
        role: 'web',
        connections: options.connections,
        log: createLog(options.logLevel),
      });
      return { url: running.url };
    },
  },
  async () => running?.stop(),
);
