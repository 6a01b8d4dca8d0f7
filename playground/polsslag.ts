#!/usr/bin/env node
import { env } from 'node:process';
import { createCommandContext } from '../src/app/command-context.ts';
import { runCommand } from '../src/app/program.ts';
import { PLAYGROUND_COMMANDS } from './commands.ts';

process.exitCode = await runCommand(process.argv.slice(2), createCommandContext(env), {
  commands: PLAYGROUND_COMMANDS,
});
