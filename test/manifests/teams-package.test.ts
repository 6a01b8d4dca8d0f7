import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fillIn } from '../../manifests/teams/fill-in.ts';

// In a separate process, because the package loads an ES module by require, which Jest does not support.
const VALIDATE = `
  import appManifest from '@microsoft/app-manifest';
  const manifest = appManifest.TeamsManifestConverter.jsonToManifest(process.argv[1]);
  const faults = await appManifest.AppManifestUtils.validateAgainstSchema(manifest);
  process.stdout.write(JSON.stringify(faults));
`;

function faultsOf(manifest: string): unknown {
  const root = path.join(import.meta.dirname, '../..');
  const options = { cwd: root, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', VALIDATE, manifest], options));
}

describe('the Teams manifest', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../manifests/teams/manifest.json'), 'utf8');

  it('is valid, as it stands and filled in', () => {
    expect(faultsOf(text)).toEqual([]);
    expect(faultsOf(fillIn(text, '3f2b1c00-1111-4222-8333-444455556666', 'https://chat.school.nl'))).toEqual([]);
  });

  it('would be refused with a text that is too long for Teams', () => {
    expect(faultsOf(text.replace('"short": "Polsslag"', `"short": "${'x'.repeat(31)}"`))).not.toEqual([]);
  });
});
