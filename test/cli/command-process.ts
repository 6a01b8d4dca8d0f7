import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { builtPath } from '../built.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface RunningCommand {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

/**
 * Runs `polsslag <words>` as a separate process, with only these variables in its environment.
 * @param as another working folder than the checkout, or another user
 */
export function runPolsslag(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  as: { readonly cwd?: string; readonly uid?: number; readonly gid?: number } = {},
): RunningCommand {
  const child = spawn(process.execPath, [builtPath('playground.js'), ...words], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    ...as,
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  return { process: child, output: () => text, ended };
}
