#!/usr/bin/env node
import { env } from 'node:process';
import { createCommandContext } from './command-context.ts';
import { runCommand } from './program.ts';

process.exitCode = await runCommand(process.argv.slice(2), createCommandContext(env));
