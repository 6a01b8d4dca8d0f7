import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

export type MakeCommand = (context: CommandContext) => Command;

/** Commands by name; each loads what it needs and no more: all of them together take seconds. */
export type Commands = Readonly<Record<string, () => Promise<MakeCommand>>>;
