import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { configurationFaults } from '../../src/app/configuration-faults.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = makeTemporaryFolder('faults');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the faults of the configuration', () => {
  it('are reported all at once, with those of every file that it names', async () => {
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
      `The instrument file ${broken} is not JSON: look at line 1, or just above it.`,
      `The instrument file ${path.join(folder, 'none.json')} cannot be read: there is no such file.`,
      expect.stringMatching(/seal-key holds no key of 32 bytes/),
    ]);
  });

  it('of an instrument file tell what is wrong, where, and what to do, all in one round, also across files', async () => {
    const [nl, nlAgain, resources, list, other] = ['nl', 'nl-again', 'resources', 'list', 'other'].map((name) =>
      path.join(folder, `${name}.json`),
    );
    const sound: Record<string, unknown> = JSON.parse(
      readFileSync('src/measurement/instruments/polsslag-nl.json', 'utf8'),
    );
    const items = z.array(z.record(z.string(), z.unknown())).parse(sound['items']);
    const broken = items.map((item, index) => {
      if (index === 0) return { ...item, code: 'a b', position: 2, mean: '4' };
      return index === 3 ? { ...item, scale: 'speed', lable: 'x' } : item;
    });
    const { licence: _left, ...rest } = sound;
    const write = (file = '', what: unknown) => writeFileSync(file, `\uFEFF${JSON.stringify(what, null, 1)}`);
    write(nl, { ...rest, normsApply: true, language: 'dutch', answers: [{ value: 0.5, label: '' }], items: broken });
    write(nlAgain, sound);
    write(other, { ...sound, version: 2 });
    write(resources, { groups: {}, answers: 'none', items: [] });
    write(list, [
      { code: 'A', group: 'a', labels: { nl: 'a' } },
      { code: 'A', group: 'a', labels: { nl: 'a', en: 'x'.repeat(71) } },
    ]);
    const files = [nl, nlAgain, other, resources, list].join();
    const faults = await configurationFaults({ POLSSLAG_INSTRUMENT: files, POLSSLAG_DATA_DIR: folder });
    expect(faults).toEqual([
      'Instrument nl.json: language (line 4) must be a language code of two letters.',
      'Instrument nl.json: licence (line 1) is missing: it must be a text.',
      'Instrument nl.json: answers.0.value (line 16) must be a whole number.',
      'Instrument nl.json: answers.0.label (line 17) must not be empty.',
      'Instrument nl.json: items.0.code (line 22) must be 1 to 20 capitals, digits or underscores.',
      'Instrument nl.json: items.0.mean (line 25) must be a number.',
      'Instrument nl.json: items.3.scale (line 45) must be vigour, dedication or absorption.',
      'Instrument nl.json: items.3.lable (line 48) is not known: take it away, or mend its name.',
      'Instrument nl.json: position 2 stands more than once.',
      'Instrument nl.json: answers must be seven, with the values 0 to 6 once each.',
      'Instrument nl.json: normsApply is true but norms are missing.',
      expect.stringMatching(/^Resources resources\.json: code \(line 1\) is missing: it must be a text\.$/),
      ...['version', 'language', 'title', 'source', 'licence'].map((name) =>
        expect.stringContaining(`Resources resources.json: ${name} (line 1) is missing: it must be a`),
      ),
      ...['external', 'personal', 'locus'].map((name) =>
        expect.stringContaining(
          `Resources resources.json: groups.${name} (line 2) is missing: it must be an object, in braces.`,
        ),
      ),
      'Resources resources.json: answers (line 3) must be a list, in square brackets.',
      'Resources resources.json: items (line 4) must not be empty.',
      ...['external', 'personal', 'locus'].map((name) => `Resources resources.json: group ${name} has no item.`),
      'Interventions list.json: 0.labels.en (line 5) is missing: it must be a text.',
      'Interventions list.json: 1.labels.en (line 14) must have at most 70 characters.',
      'Interventions list.json: code A stands more than once.',
      'There are two instrument files in nl: name one of them.',
      'The instrument files in nl and nl differ in more than their wording: code, version, items, means and planning SDs must be the same.',
    ]);
  });

  it('say that a key file cannot be read, and why', async () => {
    mkdirSync(path.join(folder, 'seal-key'));
    expect(await configurationFaults({ POLSSLAG_DATA_DIR: folder })).toEqual([
      `The key file ${path.join(folder, 'seal-key')} cannot be read: it is a folder; make it readable for this user, or configure POLSSLAG_KEYS.`,
    ]);
  });

  it('are none in a correct configuration, and the check makes no key', async () => {
    expect(await configurationFaults({ POLSSLAG_DATA_DIR: folder, POLSSLAG_KEYS: ' ' })).toEqual([]);
    writeFileSync(path.join(folder, 'seal-key'), 'short');
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(await configurationFaults({ POLSSLAG_DATA_DIR: folder, POLSSLAG_KEYS: `k1:${key}` })).toEqual([]);
  });
});
