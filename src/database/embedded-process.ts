import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PolsslagError, whyUnwritable } from '../errors.ts';
import { freePort, listenOn } from '../free-port.ts';
import { isAlive, makeOwn, PID_FILE, pidIn } from './embedded-owner.ts';
import type { EmbeddedPlace } from './embedded-place.ts';

const DATABASE_USER = 'polsslag';

/** The connection string of one database on the embedded server. */
export function embeddedUrl(port: number, password: string, database: string): string {
  return `postgresql://${DATABASE_USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * Controls the server on one data folder. The server outlives this process when that is killed; the next process that
 * needs it finds it.
 */
export function embeddedServer(place: EmbeddedPlace) {
  return {
    /**
     * Makes an empty data folder with one superuser; this takes about a second.
     * @param keepPassword called when the folder is ready, before it is moved into place
     */
    initialise: (password: string, keepPassword: () => void): void => initialise(place, password, keepPassword),
    /**
     * Starts the server on 127.0.0.1, and waits until it accepts connections.
     * @param nextPort gives a port; called again when that port was taken by the time PostgreSQL opens it
     * @returns the port
     */
    start: (
      password: string,
      settings: readonly string[],
      nextPort: () => Promise<number> = freePort,
    ): Promise<number> => startPostgres(place, password, settings, nextPort),
    /** Whether its process exists, accepting connections or not. */
    isThere: (): boolean => isThere(place),
    /** The server that runs already, or null. */
    running: (password: string): Promise<{ pid: number; port: number } | null> => findRunning(place, password),
    /** Stops the server. Open transactions are rolled back; everything committed is on disk. */
    stop,
  };
}

/**
 * Refuses a folder with data but without PostgreSQL's version file, as after half a restore, so that nothing in it is
 * changed.
 * @throws PolsslagError UNAVAILABLE
 */
function requireEmpty(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return;
  const advice = 'restore the whole folder, or choose another with --data-dir';
  throw new PolsslagError(
    'UNAVAILABLE',
    `The folder ${folder} holds something that is no whole data folder of PostgreSQL (PG_VERSION is missing): ${advice}.`,
  );
}

const BEING_MADE = '-being-made-';
const SECRET = 'initdb-password-';

/**
 * The folder is made under another name and then moved into place, so that no later start finds half a folder when this
 * process is killed.
 */
function initialise(place: EmbeddedPlace, password: string, keepPassword: () => void): void {
  requireEmpty(place.data);
  removeLeftovers(place);
  const folder = `${place.data}${BEING_MADE}${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (place.user) chownSync(folder, place.user.uid, place.user.gid);
  try {
    runInitdb(place, folder, password);
    keepPassword();
    // `requireEmpty` saw that it is empty.
    if (existsSync(place.data)) rmdirSync(place.data);
    renameSync(folder, place.data);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (error instanceof PolsslagError) throw error;
    const why = whyUnwritable(error);
    throw new PolsslagError('UNAVAILABLE', `PostgreSQL could not make its data folder ${place.data}: ${why}.`, {
      cause: error,
    });
  }
}

/** Removes unfinished folders and passwords of processes that were killed meanwhile: no server ever ran on them. */
function removeLeftovers({ data }: EmbeddedPlace): void {
  const begins = [`${path.basename(data)}${BEING_MADE}`, SECRET];
  for (const name of readdirSync(path.dirname(data))) {
    const begin = begins.find((each) => name.startsWith(each));
    if (begin === undefined || isAlive(Number(name.slice(begin.length)))) continue;
    try {
      rmSync(path.join(path.dirname(data), name), { recursive: true, force: true });
    } catch {
      // The initdb that was making it may still run, though its parent is gone: the next start removes it.
    }
  }
}

function runInitdb(place: EmbeddedPlace, folder: string, password: string): void {
  const secret = path.join(path.dirname(place.data), `${SECRET}${process.pid}`);
  writeFileSync(secret, password, { mode: 0o600 });
  if (place.user) chownSync(secret, place.user.uid, place.user.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const login = [`--username=${DATABASE_USER}`, '--auth=scram-sha-256', `--pwfile=${secret}`];
  const result = spawnSync(place.initdb, [`--pgdata=${folder}`, '--no-instructions', ...login, ...locale], {
    ...asUser(place),
    encoding: 'utf8',
  });
  rmSync(secret, { force: true });
  if (result.status === 0) return;
  const why = reasonIn(result.stderr || result.error?.message || 'no reason given');
  throw new PolsslagError('UNAVAILABLE', `PostgreSQL could not make its data folder ${place.data}: ${why}`);
}

/** Finds the reason in PostgreSQL's output: after the error it also reports what it removes, or that it shuts down. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n');
  const at = lines.findLastIndex((line) => /(FATAL|PANIC|error):|^postgres: /.test(line));
  const [why = '', more = ''] = at < 0 ? lines.slice(-1) : lines.slice(at);
  return [why, ...(/(DETAIL|HINT):/.test(more) ? [more] : [])].map(withoutPrefix).join(' ');
}

/** A line of PostgreSQL's log without the time and the process id. */
function withoutPrefix(line: string): string {
  return line.replace(/^.*? \[\d+\] /, '').trim();
}

const PORT_TRIES = 5;

async function startPostgres(
  place: EmbeddedPlace,
  password: string,
  settings: readonly string[],
  nextPort: () => Promise<number>,
): Promise<number> {
  makeOwn(place);
  for (let tries = 1; ; tries += 1) {
    const port = await nextPort();
    try {
      return await startOn(port, place, password, settings);
    } catch (error) {
      if (tries === PORT_TRIES || !(await isTaken(port))) throw error;
    }
  }
}

async function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  const opened = await listenOn(probe, '127.0.0.1', port).catch(() => null);
  probe.close();
  return opened === null;
}

async function startOn(
  port: number,
  place: EmbeddedPlace,
  password: string,
  settings: readonly string[],
): Promise<number> {
  const logFile = path.join(path.dirname(place.data), 'postgres.log');
  const log = openSync(logFile, 'a', 0o600);
  const saidBefore = fstatSync(log).size;
  const options = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'max_connections=200',
    ...settings,
  ];
  const child = spawn(place.postgres, ['-D', place.data, ...options.flatMap((option) => ['-c', option])], {
    ...asUser(place),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.once('error', () => {
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  child.unref();
  for (let tries = 0; tries < 1_200 && !ended; tries += 1) {
    if (await acceptsConnections(port, password)) return port;
    await sleep(25);
  }
  const said = existsSync(logFile) ? readFileSync(logFile).subarray(saidBefore).toString() : '';
  throw new PolsslagError('UNAVAILABLE', `The embedded PostgreSQL did not start (see ${logFile}): ${reasonIn(said)}`);
}

function isThere({ data }: EmbeddedPlace): boolean {
  const file = path.join(data, PID_FILE);
  return existsSync(file) && isAlive(pidIn(file));
}

async function findRunning(place: EmbeddedPlace, password: string): Promise<{ pid: number; port: number } | null> {
  const file = path.join(place.data, PID_FILE);
  if (!existsSync(file)) return null;
  const pid = pidIn(file);
  const port = Number(readFileSync(file, 'utf8').split('\n')[3]);
  if (!isAlive(pid)) return null;
  // It may still be starting (recovery after a crash) when another process has just launched it.
  for (let tries = 0; tries < 80; tries += 1) {
    if (await acceptsConnections(port, password)) return { pid, port };
    if (!isAlive(pid)) return null;
    await sleep(50);
  }
  return null;
}

async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 400 && isAlive(pid); tries += 1) await sleep(25);
}

async function acceptsConnections(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: embeddedUrl(port, password, 'postgres'),
    connectionTimeoutMillis: 2_000,
  });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function asUser(place: EmbeddedPlace) {
  // The working folder must be one that this user may enter.
  const cwd = path.dirname(place.data);
  return place.user ? { cwd: '/', uid: place.user.uid, gid: place.user.gid, env: {} } : { cwd };
}
