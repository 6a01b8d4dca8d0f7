import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { fillIn } from './fill-in.ts';

const USAGE = 'tsx manifests/teams/pack.ts --app-id GUID --url https://your.host [--out polsslag-teams.zip]';

/** Writes the package that an administrator uploads to Teams. */
function pack(): void {
  const { values } = parseArgs({
    options: {
      'app-id': { type: 'string', default: '' },
      url: { type: 'string', default: '' },
      out: { type: 'string', default: 'polsslag-teams.zip' },
    },
  });
  const read = (name: string) => readFileSync(path.join(import.meta.dirname, name));
  const manifest = fillIn(read('manifest.json').toString(), values['app-id'], values.url);
  const others = ['en.json', 'color.png', 'outline.png'].map((name) => [name, read(name)] as const);
  // The first moment that a ZIP file can name: the same files make the same bytes.
  const mtime = new Date(1980, 0, 1);
  const files = { 'manifest.json': Buffer.from(manifest), ...Object.fromEntries(others) };
  writeFileSync(values.out, zipSync(files, { mtime }));
  process.stdout.write(`${values.out}\n`);
}

try {
  pack();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'Could not pack.'}\nUsage: ${USAGE}\n`);
  process.exitCode = 1;
}
