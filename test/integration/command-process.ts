import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface RunningCommand {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** The exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** Runs `polsslag <words>` as a process of its own, with only these settings in its environment. */
export function runPolsslag(words: readonly string[], env: Readonly<Record<string, string>>): RunningCommand {
  const path = process.env['PATH'] ?? '';
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...words], {
    cwd: ROOT,
    env: { PATH: path, ...env },
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
