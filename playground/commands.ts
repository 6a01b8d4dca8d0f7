import type { Commands } from '../src/cli/context.ts';
import { realClock } from '../src/clock.ts';

/**
 * The commands that only the development command line has: `start` and `doctor` know simulated platforms here, and
 * `demo` runs the demonstration. The product ships without them.
 */
export const PLAYGROUND_COMMANDS: Commands = {
  start: async () => {
    const { startCommand } = await import('../src/app/start-command.ts');
    return (context) =>
      startCommand(context, async (appUrl) => (await import('./simulators.ts')).startSimulators(realClock, appUrl));
  },
  doctor: async () => {
    const { doctorCommand } = await import('../src/app/doctor.ts');
    return (context) => doctorCommand(context, true);
  },
  demo: async () => (await import('./demo-command.ts')).demoCommand,
};
