import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes a folder that every user may enter. When root runs a test, PostgreSQL runs as another user and needs access to
 * its data.
 * @returns its path
 */
export function makeTemporaryFolder(name: string, parent: string = tmpdir()): string {
  const folder = mkdtempSync(path.join(parent, `polsslag-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}
