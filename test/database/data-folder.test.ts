import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { runPolsslag } from '../cli/command-process.ts';

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

let folder: string;
beforeAll(() => {
  folder = makeTemporaryFolder('data-folder');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plain user: this one, or for root another one who can read the checkout. */
const plainUser = isRoot ? NOBODY : {};
const read = ['-e', "require('node:fs').readFileSync('package.json')"];
const canBePlain = spawnSync(process.execPath, read, plainUser).status === 0;

/** A folder to run a command in. */
function makePlace(name: string, owner: Partial<typeof NOBODY> = {}): string {
  const place = path.join(folder, name);
  mkdirSync(place);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(place, owner.uid, owner.gid);
  return place;
}

describe('the data folder', () => {
  it('is relative to where the command is run, with nothing set', async () => {
    const cwd = makePlace('default');
    const command = runPolsslag(['db', 'migrate'], {}, { cwd });
    expect([await command.ended, command.output()]).toEqual([0, expect.stringContaining('The database is up to date')]);
    expect(existsSync(path.join(cwd, '.polsslag', 'postgres', 'PG_VERSION'))).toBe(true);
  });

  it('may be given as a relative path', async () => {
    const cwd = makePlace('given');
    const command = runPolsslag(['teams', 'list', '--data-dir', 'data'], {}, { cwd });
    expect([await command.ended, command.output()]).toEqual([0, expect.any(String)]);
    expect(existsSync(path.join(cwd, 'data', 'postgres', 'PG_VERSION'))).toBe(true);
  });

  (canBePlain ? it : it.skip)('serves a plain user', async () => {
    const cwd = makePlace('plain', plainUser);
    const command = runPolsslag(['doctor'], {}, { cwd, ...plainUser });
    await command.ended;
    expect(command.output()).toContain('Database: it answers and is up to date.');
    expect(existsSync(path.join(cwd, '.polsslag', 'postgres', 'PG_VERSION'))).toBe(true);
  });

  it.each([
    ['is a file', '.', 'is a file and no folder'],
    ['lies in a file', 'below', 'would lie in a file, which is no folder'],
  ])('that %s is refused by name', async (what, below, why) => {
    const file = path.join(makePlace(what), 'people.csv');
    writeFileSync(file, 'person');
    const given = path.join(file, below);
    const command = runPolsslag(['teams', 'list', '--data-dir', given], {});
    expect([await command.ended, command.output()]).toEqual([
      69,
      `The folder of the data, ${given}, ${why}: choose another with --data-dir or POLSSLAG_DATA_DIR.\n`,
    ]);
  });

  (process.platform === 'linux' ? it : it.skip)('that the system lets nobody make is refused, at once', async () => {
    const command = runPolsslag(['teams', 'list', '--data-dir', '/proc/polsslag/data'], {});
    const tooLong = setTimeout(() => command.process.kill('SIGKILL'), 30_000);
    const code = await command.ended;
    clearTimeout(tooLong);
    expect([code, command.output()]).toEqual([
      69,
      'The folder of the data, /proc/polsslag/data, cannot be made: the system makes no folders there: choose another with --data-dir or POLSSLAG_DATA_DIR.\n',
    ]);
  });

  (canBePlain ? it : it.skip)('that somebody else made is refused by name, at once', async () => {
    const cwd = makePlace('theirs');
    mkdirSync(path.join(cwd, '.polsslag'));
    chmodSync(path.join(cwd, '.polsslag'), 0o555);
    const command = runPolsslag(['start'], { PORT: '0' }, { cwd, ...plainUser });
    expect(await command.ended).toBe(69);
    expect(command.output()).toContain(`This user cannot write to the folder ${path.join(cwd, '.polsslag')}`);
  });
});
