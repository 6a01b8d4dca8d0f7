import { runCommand } from '../commands/program.ts';
import { createCommandContext } from '../commands/real-context.ts';

/* `polsslag start` with an environment of its own: whatever the one of this shell names is not used. */

const [dataDir = ''] = process.argv.slice(2);
const context = createCommandContext({ PORT: '0', LOG_LEVEL: 'error' });
process.exitCode = await runCommand(['start', '--data-dir', dataDir], context);
