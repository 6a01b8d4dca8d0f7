import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '../src/database/embedded-owner.ts';
import { makeTemporaryFolder } from '../tools/servers/temporary-folder.ts';
import { builtPath } from './built.ts';

/** The product's database on its embedded server. */
export const DATABASE = 'polsslag';

/** The only role that the server of the tests asks a password of. */
export const ROLE_WITH_PASSWORD = 'polsslag_any_password';

/** What a power cut would break is of no matter to tests: their servers never wait for a disk. */
const NO_DURABILITY = ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off'];

/**
 * Nor does anything happen in them that no test asked for: what clears up once a minute frees places for new rows and changes how
 * statements are planned, so that rows come in another order where a machine is slow enough for it to come by.
 */
const NO_AUTOVACUUM = ['autovacuum = off'];

const MEMORY_FOLDER = '/dev/shm';
/** More than the servers of a run take together: a data folder is some 50 MB, and few are there at a time. */
const MIN_FREE_BYTES = 2 * 1024 ** 3;

/**
 * A temporary folder for a server's data: in memory where there is room. A database is a thousand small files, and a disk that
 * makes and forgets so many takes ten times the processor time of everything that PostgreSQL does for a clone.
 */
export function makeFolderForData(name: string): string {
  return makeTemporaryFolder(`${name}-of-${process.pid}`, hasRoom(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir());
}

/** What runs that were killed left there would take memory until the machine is started again. */
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
 * Makes what a first start makes, once for all test files: making a server's folder costs some three seconds of processor time,
 * copying it next to nothing. By a process of its own: Prisma's engine is one for all of a process, and a single test file is run
 * in this one.
 * @param folder absolute, made when missing
 */
export function makeDataFolderToCopy(folder: string): void {
  // Whatever database this machine is set up for is none of a test's business.
  const env = { PATH: process.env['PATH'] };
  execFileSync(process.execPath, [builtPath('polsslag.js'), 'db', 'migrate', '--data-dir', folder], { env });
  const server = path.join(folder, 'postgres');
  appendFileSync(path.join(server, 'postgresql.conf'), `${[...NO_DURABILITY, ...NO_AUTOVACUUM].join('\n')}\n`);
  // Proving a password takes both sides milliseconds, and every test opens connections; a test that is about passwords asks.
  const rules = [`host all ${ROLE_WITH_PASSWORD} 127.0.0.1/32 scram-sha-256`, 'host all all 127.0.0.1/32 trust'];
  writeFileSync(path.join(server, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  process.env['TEST_DATA_FOLDER'] = folder;
}

/**
 * A temporary data folder in which the product has been started before: a copy of the one that was made.
 * @param made another one to copy
 */
export function makeUsedDataFolder(name: string, made = process.env['TEST_DATA_FOLDER']): string {
  if (!made) throw new Error('No data folder to copy: run the tests with npm test.');
  const folder = makeFolderForData(name);
  execFileSync('cp', ['-a', `${made}/.`, folder]);
  return folder;
}
