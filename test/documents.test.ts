import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '..');
const DOCUMENTS = [ROOT, path.join(ROOT, 'docs')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** Where links lead that stay in the repository. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .flatMap(([, address]) => address ?? [])
    .filter((address) => !/^[a-z]+:/.test(address));
}

/** Files that are named with their folders, from the root. */
function filesOf(text: string): string[] {
  return [...text.matchAll(/`((?:src|test|playground|tools|scripts|prisma|manifests|docs)\/[\w./-]*)`/g)].flatMap(
    ([, name]) => name ?? [],
  );
}

describe.each(DOCUMENTS.map((file) => [path.relative(ROOT, file), file]))('%s', (_name, file) => {
  const text = readFileSync(file, 'utf8');

  it('links to what is there', () => {
    expect(linksOf(text).filter((link) => !existsSync(path.resolve(path.dirname(file), link)))).toEqual([]);
  });

  it('names files that are there', () => {
    expect(filesOf(text).filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });
});

it('finds links and names to look at', () => {
  const all = DOCUMENTS.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(linksOf(all).length).toBeGreaterThan(10);
  expect(filesOf(all).length).toBeGreaterThan(20);
});
