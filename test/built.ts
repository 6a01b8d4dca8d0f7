import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Where a program of the product is once it is built, as 'src/app/polsslag.js': it starts in half the time of its sources. */
export function built(program: string): string {
  return path.join(ROOT, 'dist', program);
}

/** Builds the product as it is now; takes a second where little has changed. */
export function build(): void {
  const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['-p', 'tsconfig.tools.json'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The product cannot be built:\n${stdout}`);
}
