import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeDataFolder } from '../data-folder.ts';
import { PolsslagError, systemErrorCode, whyUnwritable } from '../errors.ts';
import { freePort } from '../free-port.ts';
import { isAlive } from './embedded-owner.ts';
import { choosePlace, type EmbeddedPlace } from './embedded-place.ts';
import { embeddedServer, embeddedUrl } from './embedded-process.ts';

/** A PostgreSQL of our own on a data folder. */
interface EmbeddedPostgres {
  /** Connection string of the named database, which is made when it is not there yet. */
  database(name: string): Promise<string>;
  /**
   * Keeps whoever wants it for themselves off this folder, and with `alone` everybody else who claims it. A process that
   * dies lets go.
   * @returns lets go; null when somebody is in the way
   */
  claim(how: 'alone' | 'with others'): Promise<(() => Promise<void>) | null>;
  /**
   * Starts it again, at the same address, where it ended by itself: so does one that finds no room on the disk for what it must write.
   * @returns whether it had ended
   * @throws PolsslagError UNAVAILABLE while it cannot be started
   */
  revive(): Promise<boolean>;
  /** One line for the operator, or null. */
  readonly note: string | null;
  /** Lets go of the server; the last process to let go stops it. */
  close(): Promise<void>;
}

/**
 * Uses the PostgreSQL that runs on this folder, or starts it, or makes the folder first. Several processes may
 * share it: each leaves a file with its process id, and whoever lets go last stops the server, so that a server
 * whose parent was killed is taken over by the next.
 * @param dataDir absolute folder, made when missing
 * @param settings extra PostgreSQL settings ('fsync=off'), for tests only
 */
export async function openEmbedded(dataDir: string, settings: readonly string[] = []): Promise<EmbeddedPostgres> {
  makeDataFolder(dataDir);
  const place = await choosePlace(dataDir);
  mkdirSync(path.dirname(place.data), { recursive: true, mode: 0o755 });
  const users = path.join(path.dirname(place.data), 'postgres-users');
  mkdirSync(users, { recursive: true });
  const mine = path.join(users, String(process.pid));

  const { password, port } = await withLock(`${users}.lock`, async () => {
    writeFileSync(mine, '');
    const started = await startServer(place, settings, portOfOthers(users));
    noteIn(mine, started.port);
    holders.set(mine, (holders.get(mine) ?? 0) + 1);
    return started;
  });

  return {
    note: place.note,
    database: (name) => ensureDatabase(port, password, name),
    revive: async () => {
      const server = embeddedServer(place);
      if (server.isThere()) return false;
      return withLock(`${users}.lock`, async () => {
        const running = await server.running(password);
        if (!running) await server.start(password, settings, async () => port);
        return true;
      });
    },
    claim: (how) => claim(embeddedUrl(port, password, 'postgres'), how),
    close: () =>
      withLock(`${users}.lock`, async () => {
        const left = (holders.get(mine) ?? 1) - 1;
        holders.set(mine, left);
        if (left > 0) return;
        rmSync(mine, { force: true });
        if (othersAlive(users)) return;
        const server = embeddedServer(place);
        const running = await server.running(password);
        if (running) await server.stop(running.pid);
      }),
  };
}

/** How often this process has opened a server, by the file that says so to other processes. */
const holders = new Map<string, number>();

/** @param wanted the port that others look for it at; null for one that is free */
async function startServer(
  place: EmbeddedPlace,
  settings: readonly string[],
  wanted: number | null,
): Promise<{ password: string; port: number }> {
  const server = embeddedServer(place);
  const passwordFile = path.join(path.dirname(place.data), 'postgres-password');
  if (!existsSync(path.join(place.data, 'PG_VERSION'))) {
    const password = randomBytes(24).toString('base64url');
    server.initialise(password, () => writeFileSync(passwordFile, password, { mode: 0o600 }));
  }
  const password = readPassword(passwordFile);
  const running = await server.running(password);
  if (running) return { password, port: running.port };
  const ports = [wanted];
  const port = await server.start(password, settings, async () => ports.shift() ?? freePort());
  await quoteNoRows(embeddedUrl(port, password, 'postgres'));
  return { password, port };
}

/**
 * Otherwise its log quotes the rows that it refuses, with the names and answers in them. For connections only: why a start fails
 * stands there as it did. Kept by the server, so that it is written once.
 */
async function quoteNoRows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ is: string }>(`SELECT current_setting('log_error_verbosity') AS is`);
    if (rows[0]?.is !== 'terse') await client.query(`ALTER ROLE CURRENT_USER SET log_error_verbosity = 'terse'`);
  } catch {
    // As on a full disk, which whatever comes next says; doctor asks for this again.
  } finally {
    await client.end();
  }
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const advice = 'choose another --data-dir, or remove this one if its data may be lost';
    throw new PolsslagError('UNAVAILABLE', `The password of the embedded PostgreSQL is missing (${file}): ${advice}.`, {
      cause,
    });
  }
}

function othersAlive(users: string): boolean {
  const pids = readdirSync(users).map(Number);
  for (const pid of pids) if (!isAlive(pid)) rmSync(path.join(users, String(pid)), { force: true });
  return pids.some((pid) => pid !== process.pid && isAlive(pid));
}

function noteIn(file: string, port: number): void {
  try {
    writeFileSync(file, String(port));
  } catch {
    // On a full disk nobody knows it, and all else goes on.
  }
}

/** Where others who use this folder look for its server: it may have ended under them, and they know no other address. */
function portOfOthers(users: string): number | null {
  const others = readdirSync(users).filter((pid) => Number(pid) !== process.pid && isAlive(Number(pid)));
  const ports = others.map((pid) => Number(readFileSync(path.join(users, pid), 'utf8')));
  return ports.find((port) => port > 0) ?? null;
}

/** Any constant will do. */
const FOLDER_LOCK = 7_026_113;

async function claim(url: string, how: 'alone' | 'with others'): Promise<(() => Promise<void>) | null> {
  const holder = new pg.Client({ connectionString: url });
  // Whatever the server does to this connection, everybody else on it notices by themselves.
  holder.on('error', () => undefined);
  await holder.connect();
  const attempt = how === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await holder.query<{ mine: boolean }>(`SELECT ${attempt}($1) AS mine`, [FOLDER_LOCK]);
  if (rows[0]?.mine) return () => holder.end();
  await holder.end();
  return null;
}

/** PostgreSQL's duplicate_database, and unique_violation when both came at the very same moment. */
const MADE_ALREADY = new Set(['42P04', '23505']);

async function ensureDatabase(port: number, password: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: embeddedUrl(port, password, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`).catch((error: unknown) => {
        // Another process made it in between.
        if (!(error instanceof pg.DatabaseError) || !MADE_ALREADY.has(error.code ?? '')) throw error;
      });
    }
    return embeddedUrl(port, password, name);
  } finally {
    await client.end();
  }
}

/** Whoever makes the lock writes into it at once, in milliseconds: one that stays empty longer is of somebody who could not. */
const WRITTEN_WITHIN_MS = 5_000;
/** No waiting helps. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

/** One process at a time; a lock whose holder died is taken over. */
async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; !takeLock(file); tries += 1) {
    if (tries > 1_200)
      throw new PolsslagError('UNAVAILABLE', `Another process holds ${file}: wait for it, or remove the file.`);
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function takeLock(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (NO_ROOM.has(systemErrorCode(error) ?? '')) {
      // On a full disk it may have been made, and not been written.
      rmSync(file, { force: true });
      const why = whyUnwritable(error);
      throw new PolsslagError('UNAVAILABLE', `The folder ${path.dirname(file)} cannot be written: ${why}.`, {
        cause: error,
      });
    }
    if (isLeft(file)) rmSync(file, { force: true });
    return false;
  }
}

/** Whether nobody holds this lock any more. */
function isLeft(file: string): boolean {
  const made = statSync(file, { throwIfNoEntry: false });
  if (!made) return false;
  if (made.size === 0) return Date.now() - made.mtimeMs > WRITTEN_WITHIN_MS;
  const holder = Number(readFileSync(file, 'utf8'));
  return holder > 0 && !isAlive(holder);
}
