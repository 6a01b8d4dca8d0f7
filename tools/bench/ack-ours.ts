import { pino } from 'pino';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { serveParent } from './serve-parent.ts';
import { configOf, connectionsOf, settingSchema } from './setting.ts';

/* Our web role, as `polsslag start --role web` runs it. */

let running: Running | null = null;

serveParent(
  {
    start: async (input) => {
      const setting = settingSchema.parse(input);
      running = await startPolsslag(configOf(setting), {
        role: 'web',
        connections: connectionsOf(setting),
        log: pino({ level: 'silent' }),
      });
      return { url: running.url };
    },
  },
  async () => running?.stop(),
);
