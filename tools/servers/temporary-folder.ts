import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder that everyone may enter: as root, PostgreSQL runs as another user, and would otherwise have to keep its
 * data elsewhere.
 */
export function makeTemporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `polsslag-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
