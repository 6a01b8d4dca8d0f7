import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../src/database/embedded-owner.ts';
import { makeTemporaryFolder } from '../tools/servers/temporary-folder.ts';
import { builtPath } from './built.ts';

/** The product's database on its embedded server. */
export const DATABASE = 'polsslag';

/** The only role for which the test server requires a password. */
export const ROLE_WITH_PASSWORD = 'polsslag_any_password';

/** Test data need not survive a crash, so test servers never wait for a disk. */
const NO_DURABILITY = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'];

/**
 * Nothing runs that a test did not ask for. Autovacuum frees space for new rows and changes query plans, so that rows
 * come in another order on a slow machine.
 */
const NO_AUTOVACUUM = ['autovacuum = off'];

const MEMORY_FOLDER = '/dev/shm';
/** More than the servers of a run need together: a data folder takes about 50 MB, and there are few at a time. */
const MIN_FREE_BYTES = 2 * 1024 ** 3;

/**
 * Makes a temporary folder for a server's data, in memory when there is room. A database has a thousand small files,
 * and creating and deleting those on disk takes ten times the processor time of PostgreSQL's own work for a clone.
 */
export function makeFolderForData(name: string): string {
  return makeTemporaryFolder(`${name}-of-${process.pid}`, hasRoom(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir());
}

/** Removes the folders of killed runs, which would take memory until the machine is restarted. */
export function removeLeftovers(): void {
  if (!existsSync(MEMORY_FOLDER)) return;
  for (const name of readdirSync(MEMORY_FOLDER)) {
    const [, owner] = /^polsslag-.*-of-(\d+)-/.exec(name) ?? [];
    if (owner && !isAlive(Number(owner))) rmSync(path.join(MEMORY_FOLDER, name), { recursive: true, force: true });
  }
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > MIN_FREE_BYTES;
}

/**
 * Makes the data folder of a first start, once for all test files. Making it takes three seconds of processor time,
 * copying it almost none. A separate process makes it, because a process can load only one of Prisma's engines, and a
 * single test file runs in this one.
 * @param folder absolute path, created when missing
 */
export function makeDataFolderToCopy(folder: string): void {
  // Tests must not touch a database that this machine is configured for.
  const env = { PATH: process.env['PATH'] };
  execFileSync(process.execPath, [builtPath('polsslag.js'), 'db', 'migrate', '--data-dir', folder], { env });
  const server = path.join(folder, 'postgres');
  appendFileSync(path.join(server, 'postgresql.conf'), `${[...NO_DURABILITY, ...NO_AUTOVACUUM].join('\n')}\n`);
  // Password checks take milliseconds on both sides, and every test opens connections. Only tests about passwords use
  // them.
  const rules = [`host all ${ROLE_WITH_PASSWORD} 127.0.0.1/32 scram-sha-256`, 'host all all 127.0.0.1/32 trust'];
  writeFileSync(path.join(server, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  process.env['TEST_DATA_FOLDER'] = folder;
}

/**
 * Makes a temporary data folder in which the product has been started before, as a copy.
 * @param made another folder to copy
 */
export function makeUsedDataFolder(name: string, made = process.env['TEST_DATA_FOLDER']): string {
  if (!made) throw new Error('No data folder to copy: run the tests with npm test.');
  const folder = makeFolderForData(name);
  execFileSync('cp', ['-a', `${made}/.`, folder]);
  return folder;
}
