import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageFile } from '../src/package-root.ts';
import { savedTables } from './saved-tables.ts';
import { savedSlack } from './slack/saved-world.ts';
import { savedTeams } from './teams/saved-world.ts';

/** All that a demonstration is, once it has its past and its first check-ins: making that takes seconds. */
const savedDemo = z.object({
  /** What its clock showed. */
  at: z.iso.datetime(),
  tables: savedTables,
  slack: savedSlack,
  teams: savedTeams,
});

export type SavedDemo = z.infer<typeof savedDemo>;

/** Where somebody listens, by name: other ports the next time. */
export type Addresses = Readonly<Record<'app' | 'slack' | 'teams', string>>;

const FILE = 'demonstration.json';
const header = z.object({ key: z.string(), digest: z.string() });

/** @throws Error when it cannot be written */
export function writeSavedDemo(dataDir: string, key: string, saved: SavedDemo, addresses: Addresses): void {
  const file = path.join(dataDir, FILE);
  let body = JSON.stringify(saved);
  for (const [name, address] of longestFirst(addresses)) body = body.replaceAll(address, placeholder(name));
  const half = `${file}.${process.pid}`;
  // Nobody's but this user's: the tokens of the simulated Slack are in it, and the names of the demonstration.
  writeFileSync(half, `${JSON.stringify({ key, digest: digestOf(body) })}\n${body}`, { mode: 0o600 });
  renameSync(half, file);
}

/**
 * @param key of the start that is wanted
 * @returns null when none was saved, or another than this one
 * @throws Error when what was saved is damaged
 */
export function readSavedDemo(dataDir: string, key: string, addresses: Addresses): SavedDemo | null {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('\n');
  const known = header.parse(JSON.parse(text.slice(0, end)));
  if (known.key !== key) return null;
  let body = text.slice(end + 1);
  if (digestOf(body) !== known.digest) throw new Error('another text than was written');
  for (const [name, address] of Object.entries(addresses)) body = body.replaceAll(placeholder(name), address);
  return savedDemo.parse(JSON.parse(body));
}

/** Safe to call when nothing was saved. */
export function deleteSavedDemo(dataDir: string): void {
  rmSync(path.join(dataDir, FILE), { force: true });
}

/**
 * Names a start after everything that makes it what it is: our code, the tables, and what the demonstration is told.
 * @param given JSON
 */
export function savedDemoKey(given: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(given));
  for (const folder of HASHED_FOLDERS) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
      hash.update(`\n${path.relative(folder, file)}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const HASHED_FOLDERS = ['src', 'playground', 'prisma', 'manifests'].map(packageFile);

/** Port 3978 is in port 39781, too. */
function longestFirst(addresses: Addresses): [name: string, address: string][] {
  return Object.entries(addresses).sort(([, one], [, other]) => other.length - one.length);
}

function placeholder(name: string): string {
  return `http://${name}.demonstration.invalid`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
