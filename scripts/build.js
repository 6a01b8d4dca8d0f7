import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { compile, fingerprint } from './compile.js';
import { makePageScript, PAGE_SCRIPT } from './page-script.js';

/*
 * Builds dist/: the product and, with the argument `tools`, the playground's command line, the benchmark and the chaos
 * run. All programs are in one folder, because they look for each other there.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const MADE_OF = path.join(dist, 'made-of.txt');

const PRODUCT = { polsslag: 'src/app/polsslag.ts', 'draw-thread': 'src/chart/draw-thread.ts' };
const BENCH = [
  'bench',
  'ack-limit',
  'ack-ours',
  'booking-limit',
  'booking-ours',
  'cold-start-ours',
  'fanout-limit',
  'fanout-ours',
  'picture-fetchers',
  'plan-ours',
  'slack-stub',
];
const TOOLS = {
  playground: 'playground/polsslag.ts',
  chaos: 'tools/chaos/chaos.ts',
  'worker-process': 'tools/chaos/worker-process.ts',
  ...Object.fromEntries(BENCH.map((name) => [name, `tools/bench/${name}.ts`])),
};

const withTools = process.argv.includes('tools');
const programs = withTools ? { ...PRODUCT, ...TOOLS } : PRODUCT;
const made = fingerprint(root, withTools ? ['src', 'playground', 'tools'] : ['src'], Object.keys(programs));
if (!existsSync(MADE_OF) || readFileSync(MADE_OF, 'utf8') !== made) await build();

async function build() {
  // A build that is interrupted leaves no fingerprint, so that the next one starts again.
  rmSync(MADE_OF, { force: true });
  const kept = new Set(await compile({ root, programs, folder: dist, ending: '.js' }));
  const pageScript = path.join(dist, PAGE_SCRIPT);
  writeFileSync(pageScript, await makePageScript(root));
  kept.add(pageScript);
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(file)) rmSync(file);
  }
  writeFileSync(MADE_OF, made);
}
