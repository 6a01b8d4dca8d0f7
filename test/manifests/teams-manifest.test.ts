import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { teamsEnglish, teamsManifest } from '../../manifests/command-lists.ts';
import { fillIn } from '../../manifests/teams/fill-in.ts';
import { FEATURES } from '../../src/app/features.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { feature as wish } from '../fixtures/wish/feature.ts';

const words = FEATURES.flatMap((feature) => feature.words ?? []);

const folder = path.join(import.meta.dirname, '../../manifests/teams');
const read = (name: string) => readFileSync(path.join(folder, name));
const APP = '3f2b1c00-1111-4222-8333-444455556666';

const localization = path.join(
  import.meta.dirname,
  '../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json',
);

const shape = z.object({
  id: z.string(),
  validDomains: z.array(z.string()),
  permissions: z.array(z.string()),
  authorization: z.undefined().optional(),
  localizationInfo: z.object({
    defaultLanguageTag: z.string(),
    additionalLanguages: z.array(z.object({ languageTag: z.string(), file: z.string() })),
  }),
  bots: z.tuple([
    z.object({
      botId: z.string(),
      scopes: z.array(z.string()),
      commandLists: z.tuple([
        z.object({
          scopes: z.array(z.string()),
          commands: z.array(z.object({ title: z.string(), description: z.string().min(1) })),
        }),
      ]),
    }),
  ]),
});
const manifest = shape.parse(JSON.parse(read('manifest.json').toString()));
const commands = manifest.bots[0].commandLists[0].commands.map(({ title }) => title);

describe('the Teams manifest', () => {
  it('is written for people and for the channel of the supervisors, and asks for no more than who they are', () => {
    expect(manifest.bots[0].scopes).toEqual(['personal', 'team']);
    expect(manifest.permissions).toEqual(['identity']);
  });

  it('lists the words that the bot understands, in Dutch, as npm run manifests writes them', () => {
    expect(manifest.localizationInfo.defaultLanguageTag).toBe('nl');
    const text = read('manifest.json').toString();
    expect(JSON.parse(text)).toEqual(JSON.parse(teamsManifest(text, words)));
    const shown = words.filter(({ inMenu }) => inMenu !== false);
    expect(commands).toEqual(shown.flatMap(({ listed }) => listed?.nl.type ?? []));
    expect(commands.length).toBeLessThanOrEqual(10);
    expect(manifest.bots[0].commandLists[0].scopes).toEqual(['personal']);
  });

  it('has room for a feature that leaves its words out of the menu, and names all when there are too many', () => {
    const text = read('manifest.json').toString();
    const [word] = wish.words ?? [];
    if (!word) throw new Error('the feature has no word');
    expect(JSON.parse(teamsManifest(text, [...words, word]))).toEqual(JSON.parse(text));
    const { inMenu: _, ...shown } = word;
    expect(() => teamsManifest(text, [...words, shown])).toThrow(/these are 11: .*\bwish\. Give .*inMenu: false/);
  });

  it('lists them in English, too', () => {
    expect(manifest.localizationInfo.additionalLanguages).toEqual([{ languageTag: 'en', file: 'en.json' }]);
    const english = z.record(z.string(), z.string()).parse(JSON.parse(read('en.json').toString()));
    expect(english).toEqual(JSON.parse(teamsEnglish(JSON.stringify(english), words)));
    expect(english[`bots[0].commandLists[0].commands[${commands.indexOf('hulp')}].title`]).toBe('help');
    const { properties, patternProperties } = z
      .object({ properties: z.record(z.string(), z.unknown()), patternProperties: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(readFileSync(localization, 'utf8')));
    const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern));
    const unknown = Object.keys(english).filter(
      (key) => !(key in properties) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unknown).toEqual([]);
    expect(english['description.short']?.length).toBeLessThanOrEqual(80);
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('has %s of %i by as many pixels', (name, size) => {
    const png = read(name);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
  });
});

describe('fillIn', () => {
  it('puts the app and the host everywhere', () => {
    const filled = fillIn(read('manifest.json').toString(), APP, 'https://chat.school.nl:8443/pad');
    const { id, bots, validDomains } = shape.parse(JSON.parse(filled));
    expect([id, bots[0].botId, validDomains]).toEqual([APP, APP, ['chat.school.nl:8443']]);
    expect(filled).not.toContain('polsslag.example');
  });

  it.each([
    ['', 'https://chat.school.nl'],
    ['00000000-0000-0000-0000-000000000000', 'https://chat.school.nl'],
    [APP, 'http://chat.school.nl'],
    [APP, ''],
  ])('refuses the app id %j with the address %j', (appId, url) => {
    expect(() => fillIn('{}', appId, url)).toThrow();
  });
});

describe('the package', () => {
  it('holds the files side by side, and is the same bytes each time', () => {
    const place = makeTemporaryFolder('package');
    const words = ['--app-id', APP, '--url', 'https://chat.school.nl', '--out', path.join(place, 'p.zip')];
    const pack = () => {
      execFileSync(process.execPath, ['--import', 'tsx', 'manifests/teams/pack.ts', ...words]);
      return readFileSync(path.join(place, 'p.zip'));
    };
    const packed = pack();
    const files = unzipSync(packed);
    expect(Object.keys(files)).toEqual(['manifest.json', 'en.json', 'color.png', 'outline.png']);
    expect(Buffer.from(files['color.png'] ?? []).equals(read('color.png'))).toBe(true);
    expect(Buffer.from(files['manifest.json'] ?? []).toString()).toContain('chat.school.nl');
    expect(pack().equals(packed)).toBe(true);
    rmSync(place, { recursive: true });
  });
});
