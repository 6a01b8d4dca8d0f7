import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLock } from '../../src/database/lock-file.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

let folder: string;
beforeAll(() => {
  folder = makeTemporaryFolder('lock');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const neverRun = async () => {
  throw new Error('ran without the lock');
};

describe('a lock file', () => {
  it('is there while the work runs, and gone after it, also when the work fails', async () => {
    const file = path.join(folder, 'own.lock');
    expect(await withLock(file, async () => Number(readFileSync(file, 'utf8')))).toBe(process.pid);
    expect(existsSync(file)).toBe(false);
    await expect(withLock(file, neverRun)).rejects.toThrow('ran without the lock');
    expect(existsSync(file)).toBe(false);
  });

  it('that cannot be made is reported as what it is, and not as held by another process', async () => {
    const parent = path.join(folder, 'file');
    writeFileSync(parent, '');
    await expect(withLock(path.join(parent, 'x.lock'), neverRun)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `The folder ${parent} cannot be written: a file lies in its way.`,
    });
    const missing = path.join(folder, 'missing');
    await expect(withLock(path.join(missing, 'x.lock'), neverRun)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `The folder ${missing} cannot be written: there is no such folder.`,
    });
  });

  // The user who runs the tests may be root, to whom the system refuses nothing.
  it.each([
    ['EACCES', 'you may not write there'],
    ['EROFS', 'its disk is read-only'],
    ['EMFILE', 'this process has too many files open'],
    ['EIO', 'the system says EIO'],
  ])('is reported so for %s, and the lock of another process stays', async (code, why) => {
    const file = path.join(folder, `${code}.lock`);
    writeFileSync(file, String(process.pid));
    const refuse = () => {
      throw Object.assign(new Error(code), { code });
    };
    await expect(withLock(file, neverRun, refuse)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: `The folder ${folder} cannot be written: ${why}.`,
    });
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  });
});
