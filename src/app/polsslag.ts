#!/usr/bin/env node
import { env } from 'node:process';
import { runCommand } from './program.ts';
import { createCommandContext } from './command-context.ts';

process.exitCode = await runCommand(process.argv.slice(2), createCommandContext(env));
