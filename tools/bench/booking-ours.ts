import { type Running, startPolsslag } from '../../src/app/start.ts';
import { createLog } from '../../src/log.ts';
import { configOf, settingSchema } from '../chaos/setting.ts';
import { serveParent } from './serve-parent.ts';

/* Our web role on both simulated platforms. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const setting = settingSchema.parse(input);
      running = await startPolsslag(configOf(setting), {
        role: 'web',
        connections: setting.connections,
        log: createLog(setting.logLevel),
      });
      return { url: running.url };
    },
  },
  async () => running?.stop(),
);
