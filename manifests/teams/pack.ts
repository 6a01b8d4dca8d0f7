import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fillIn } from './fill-in.ts';
import { zip } from './zip.ts';

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
  const others = ['en.json', 'color.png', 'outline.png'].map((name) => ({ name, content: read(name) }));
  writeFileSync(values.out, zip([{ name: 'manifest.json', content: Buffer.from(manifest) }, ...others]));
  process.stdout.write(`${values.out}\n`);
}

try {
  pack();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'Could not pack.'}\nUsage: ${USAGE}\n`);
  process.exitCode = 1;
}
