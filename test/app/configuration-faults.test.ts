import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configurationFaults } from '../../src/app/configuration-faults.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder('faults');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the faults of the configuration', () => {
  it('are told in one go, with those of every file that it names', async () => {
    const broken = path.join(folder, 'broken.json');
    writeFileSync(broken, '{');
    writeFileSync(path.join(folder, 'seal-key'), 'short');
    const faults = await configurationFaults({
      PORT: 'many',
      SLACK_BOT_TOKEN: 'xoxb-1',
      POLSSLAG_INSTRUMENT: `${broken},${path.join(folder, 'none.json')}`,
      POLSSLAG_DATA_DIR: folder,
    });
    expect(faults).toEqual([
      expect.stringMatching(/^PORT is not right/),
      expect.stringMatching(/^SLACK_SIGNING_SECRET is missing/),
      `The instrument file ${broken} is not JSON.`,
      `The instrument file ${path.join(folder, 'none.json')} cannot be read: there is no such file.`,
      expect.stringMatching(/seal-key holds no key of 32 bytes/),
    ]);
  });

  it('are none where nothing is wrong, and looking makes no key', async () => {
    expect(await configurationFaults({ POLSSLAG_DATA_DIR: folder, POLSSLAG_KEYS: ' ' })).toEqual([]);
    writeFileSync(path.join(folder, 'seal-key'), 'short');
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(await configurationFaults({ POLSSLAG_DATA_DIR: folder, POLSSLAG_KEYS: `k1:${key}` })).toEqual([]);
  });
});
