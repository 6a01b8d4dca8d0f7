import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder that everyone may enter: as root, PostgreSQL runs as another user, and would otherwise have to keep its
 * data elsewhere.
 */
export function makeTemporaryFolder(name: string, parent: string = tmpdir()): string {
  const folder = mkdtempSync(path.join(parent, `polsslag-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
