import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/*
 * Deletes files that production never runs from installed packages, for the image: types, uncompiled sources, source
 * maps, and the TypeScript compiler, which a library of the board lists as a dependency for its types. Licences of the
 * remaining files stay. Exits with 1 when too much is left.
 */

const NEVER_RUN = /\.(map|[cm]?tsx?)$/;
const COMPILER = /node_modules\/(typescript|@typescript)\//;
const MAX_BYTES = 100_000_000;

const [folder = 'node_modules'] = process.argv.slice(2);
let left = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath, entry.name);
  if (NEVER_RUN.test(file) || COMPILER.test(file)) rmSync(file);
  else left += statSync(file).blocks * 512;
}
console.log(`${folder} holds ${Math.round(left / 1e6)} MB.`);
if (left > MAX_BYTES) {
  console.error(`That is more than ${MAX_BYTES / 1e6} MB: see what package.json's dependencies drag in.`);
  process.exitCode = 1;
}
