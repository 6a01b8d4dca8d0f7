import { z } from 'zod';

/** The tasks of a child process, by name. */
type Tasks = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

const requestSchema = z.object({ id: z.number(), what: z.string(), input: z.unknown() });

/**
 * Performs the parent's tasks until the parent disconnects, and then ends this process. The task `ready` answers as
 * soon as the process has loaded; `cpu` answers the processor time used so far, in milliseconds.
 * @param end closes what the tasks opened
 */
export function serveParent(tasks: Tasks, end: () => Promise<void>): void {
  const known: Tasks = { ready: async () => null, cpu: async () => cpuMs(), ...tasks };
  process.on('message', (message) => {
    const { id, what, input } = requestSchema.parse(message);
    const task = known[what];
    const work = task ? task(input) : Promise.reject(new Error(`there is no task ${what}`));
    work.then(
      (value) => process.send?.({ id, value: value ?? null }),
      (error: unknown) => process.send?.({ id, failure: error instanceof Error ? error.message : 'failed' }),
    );
  });
  process.once('disconnect', () => {
    end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
