import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/*
 * Runs after an installation: generates Prisma's client from the schema. Without development dependencies it does
 * nothing, because a build contains the client.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
if (existsSync(prisma)) {
  const { status } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
