#!/usr/bin/env node
import { env } from 'node:process';
import { runCommand } from './commands/program.ts';
import { createCommandContext } from './commands/real-context.ts';

process.exitCode = await runCommand(process.argv.slice(2), createCommandContext(env));
