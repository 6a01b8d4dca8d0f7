import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { makeDataFolder } from '../data-folder.ts';
import { PolsslagError } from '../errors.ts';
import { freePort } from '../free-port.ts';
import { FOLDER_LOCK } from './advisory-locks.ts';
import { isAlive } from './embedded-owner.ts';
import { choosePlace, type EmbeddedPlace } from './embedded-place.ts';
import { embeddedServer, embeddedUrl } from './embedded-process.ts';
import { withLock } from './lock-file.ts';

/** An embedded PostgreSQL on a data folder. */
interface EmbeddedPostgres {
  /** The connection string of a database, which is made when it is missing. */
  database(name: string): Promise<string>;
  /**
   * Claims the folder: 'alone' excludes every other claim, 'with others' excludes only claims for 'alone'. The claim of
   * a process that dies ends with it.
   * @returns a function that releases the claim; null when another claim excludes it
   */
  claim(how: 'alone' | 'with others'): Promise<(() => Promise<void>) | null>;
  /**
   * Starts the server again on the same port when it has ended by itself, as it does when the disk has no room for what
   * it must write.
   * @returns whether it had ended
   * @throws PolsslagError UNAVAILABLE while it cannot be started
   */
  revive(): Promise<boolean>;
  /** A line for the operator, or null. */
  readonly note: string | null;
  /** Releases the server; the last process to do so stops it. */
  close(): Promise<void>;
}

/**
 * Uses the PostgreSQL that runs on this folder, or else starts it, and makes the folder first when it is missing.
 * Several processes may share it: each leaves a file with its process id, and the last one to close it stops the
 * server. A server whose parent was killed is taken over by the next process.
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

/** How many times this process has opened a server, by the file that tells other processes about it. */
const holders = new Map<string, number>();

/** @param wanted the port on which other processes expect the server; null for any free one */
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
 * Keeps personal data out of PostgreSQL's log, which would otherwise quote the rows that it refuses. It is set for
 * connections only, so that the log still says in full why a start fails, and it is stored by the server, so that it is
 * written once.
 */
async function quoteNoRows(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ is: string }>(`SELECT current_setting('log_error_verbosity') AS is`);
    if (rows[0]?.is !== 'terse') await client.query(`ALTER ROLE CURRENT_USER SET log_error_verbosity = 'terse'`);
  } catch {
    // This fails on a full disk, which the next statement reports; doctor checks this setting again.
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
    // On a full disk the port is not recorded, and everything else works.
  }
}

/**
 * The port on which other processes expect this folder's server: it may have ended while they run, and they know no
 * other address.
 */
function portOfOthers(users: string): number | null {
  const others = readdirSync(users).filter((pid) => Number(pid) !== process.pid && isAlive(Number(pid)));
  const ports = others.map((pid) => Number(readFileSync(path.join(users, pid), 'utf8')));
  return ports.find((port) => port > 0) ?? null;
}

async function claim(url: string, how: 'alone' | 'with others'): Promise<(() => Promise<void>) | null> {
  const holder = new pg.Client({ connectionString: url });
  // Errors of this connection need no handling: everything else that uses the server notices by itself.
  holder.on('error', () => undefined);
  await holder.connect();
  const attempt = how === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await holder.query<{ mine: boolean }>(`SELECT ${attempt}($1) AS mine`, [FOLDER_LOCK]);
  if (rows[0]?.mine) return () => holder.end();
  await holder.end();
  return null;
}

/** PostgreSQL's duplicate_database, and unique_violation for two attempts at the very same moment. */
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
