import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The path of a built program, such as 'polsslag.js'. A built program starts in a third of the time of its sources. */
export function builtPath(program: string): string {
  return path.join(ROOT, 'dist', program);
}

/** Builds the product, the playground and the tools; does nothing when nothing has changed. */
export function build(): void {
  const script = path.join(ROOT, 'scripts/build.js');
  const { status, stderr } = spawnSync(process.execPath, [script, 'tools'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The product cannot be built:\n${stderr}`);
}
