import { PLAYGROUND_COMMANDS } from '../../playground/commands.ts';
import { createCommandContext } from '../../src/app/command-context.ts';
import { runCommand } from '../../src/app/program.ts';

/* `polsslag start` with an environment of its own: the variables of this shell are not used. */

const [dataDir = ''] = process.argv.slice(2);
const context = createCommandContext({ PORT: '0', LOG_LEVEL: 'error' });
process.exitCode = await runCommand(['start', '--data-dir', dataDir], context, { commands: PLAYGROUND_COMMANDS });
