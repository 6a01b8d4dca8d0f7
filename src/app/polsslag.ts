#!/usr/bin/env node
import { env, pid } from 'node:process';
import { endWhenAsked } from '../cli/end-when-asked.ts';
import { createCommandContext } from './command-context.ts';
import { runCommand } from './program.ts';

if (pid === 1) endWhenAsked();
process.exitCode = await runCommand(process.argv.slice(2), createCommandContext(env));
