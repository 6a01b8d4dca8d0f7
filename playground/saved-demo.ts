import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { packageFile } from '../src/package-root.ts';
import { savedTables } from './saved-tables.ts';
import { savedSlack } from './slack/saved-world.ts';
import { savedTeams } from './teams/saved-world.ts';

/** The state of a demonstration after its past and its first check-ins were made, which takes seconds. */
const savedDemo = z.object({
  /** The time of its clock. */
  at: z.iso.datetime(),
  tables: savedTables,
  slack: savedSlack,
  teams: savedTeams,
});

export type SavedDemo = z.infer<typeof savedDemo>;

/** The addresses of the app and the simulators, by name. Their ports differ at every start. */
export type Addresses = Readonly<Record<'app' | 'slack' | 'teams', string>>;

const FILE = 'demonstration.json';
const header = z.object({ key: z.string(), digest: z.string() });

/**
 * Saves the state in the data folder. Addresses become placeholders, because the next start has other ports.
 * @throws Error when it cannot be written
 */
export function writeSavedDemo(dataDir: string, key: string, saved: SavedDemo, addresses: Addresses): void {
  const file = path.join(dataDir, FILE);
  let body = JSON.stringify(saved);
  for (const [name, address] of longestFirst(addresses)) body = body.replaceAll(address, placeholder(name));
  const half = `${file}.${process.pid}`;
  // Readable by this user only: it contains the tokens of the simulated Slack, and names.
  writeFileSync(half, `${JSON.stringify({ key, digest: digestOf(body) })}\n${body}`, { mode: 0o600 });
  renameSync(half, file);
}

/**
 * Reads the saved state.
 * @param key identifies the wanted start
 * @returns null when nothing was saved, or the state of another start
 * @throws Error when the file is damaged
 */
export function readSavedDemo(dataDir: string, key: string, addresses: Addresses): SavedDemo | null {
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('\n');
  const known = header.parse(JSON.parse(text.slice(0, end)));
  if (known.key !== key) return null;
  let body = text.slice(end + 1);
  if (digestOf(body) !== known.digest) throw new Error('the saved demonstration is damaged: delete its file');
  for (const [name, address] of Object.entries(addresses)) body = body.replaceAll(placeholder(name), address);
  return savedDemo.parse(JSON.parse(body));
}

/** Deletes the saved state, if there is one. */
export function deleteSavedDemo(dataDir: string): void {
  rmSync(path.join(dataDir, FILE), { force: true });
}

/**
 * Identifies a start by everything that determines its state: our code, the migrations, and the options of the
 * demonstration.
 * @param given the options, as plain JSON data
 * @returns a SHA-256 digest in hexadecimal
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

/** Replaces longer addresses first, because http://127.0.0.1:3978 is also the beginning of http://127.0.0.1:39781. */
function longestFirst(addresses: Addresses): [name: string, address: string][] {
  return Object.entries(addresses).sort(([, one], [, other]) => other.length - one.length);
}

function placeholder(name: string): string {
  return `http://${name}.demonstration.invalid`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
