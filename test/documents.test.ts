import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '..');
const DOCUMENTS = [ROOT, path.join(ROOT, 'docs')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name)),
);

/** The targets of links that stay in the repository. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .flatMap(([, address]) => address ?? [])
    .filter((address) => !/^[a-z]+:/.test(address));
}

/** The anchors of the headings. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Files that are named with their path from the root. */
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

  it('links to headings that are there', () => {
    const anchors = [...text.matchAll(/\]\(([^)#\s]*)#([^)\s]+)\)/g)].filter(
      ([, address = '']) => !/^[a-z]+:/.test(address),
    );
    const missing = anchors.filter(([, address = '', anchor = '']) => {
      const target = address === '' ? text : readFileSync(path.resolve(path.dirname(file), address), 'utf8');
      return !headingsOf(target).includes(anchor);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });

  it('names files that are there', () => {
    expect(filesOf(text).filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });
});

/** The documents about the code for newcomers. */
const GUIDES = ['ARCHITECTURE.md', 'CONTRIBUTING.md'].map((name) => readFileSync(path.join(ROOT, name), 'utf8'));
const CODE = ['src', 'playground', 'tools', 'test', 'scripts', 'prisma', 'manifests'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter(
      (name) => /\.(?:tsx?|c?js|json|prisma|sql|sh)$/.test(name) && !/database\/generated\/|\.artifacts\//.test(name),
    ),
);

function quotedIn(text: string, pattern: RegExp): string[] {
  return [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`\n]+)`/g)].flatMap(([, quoted = '']) =>
    pattern.test(quoted) ? quoted : [],
  );
}

describe('what the guides tell about the code', () => {
  const quoted = (pattern: RegExp) => GUIDES.flatMap((text) => quotedIn(text, pattern));
  const words = new Set(
    [...CODE.filter((name) => !name.startsWith('test/')), 'package.json'].flatMap((name) =>
      readFileSync(path.join(ROOT, name), 'utf8').split(/[^\w]+/),
    ),
  );

  it('names files by their present names, with or without their folders', () => {
    const named = quoted(/^[\w./-]+\.(?:ts|tsx|js)$/);
    expect(named.length).toBeGreaterThan(30);
    const isThere = (name: string) =>
      existsSync(path.join(ROOT, name)) || CODE.some((file) => file.endsWith(`/${name}`));
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });

  it('names identifiers that the code has', () => {
    const named = quoted(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)?$/).filter((name) => !/\.(?:ts|tsx|js|json)$/.test(name));
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((name) => name.split('.').some((part) => !words.has(part)))).toEqual([]);
  });

  it('lists every folder of src, and no others', () => {
    const named = [...(GUIDES[0] ?? '').matchAll(/^\| (`src\/.*?) +\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`src\/([a-z-]+)\b/g)].flatMap(([, folder]) => folder ?? []),
    );
    const folders = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...new Set(named)].toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
  });

  it('tells which files both platforms have', () => {
    const [, list = ''] = /the same files in both: ([a-z, -]+)/.exec(GUIDES[0] ?? '') ?? [];
    const files = list.trim().split(', ');
    expect(files.length).toBeGreaterThan(8);
    const paths = files.flatMap((name) => ['slack', 'teams'].map((where) => `src/platforms/${where}/${name}.ts`));
    expect(paths.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it('lets actions begin with the name of their feature', () => {
    const lists = CODE.filter((name) => name.startsWith('src/features/')).flatMap((name) => {
      const [, list = ''] =
        /^export const ACTIONS = \{(.*?)\}/ms.exec(readFileSync(path.join(ROOT, name), 'utf8')) ?? [];
      return [...list.matchAll(/: '([^']+)'/g)].map(([, action = '']) => [name.split('/')[2] ?? '', action] as const);
    });
    expect(lists.length).toBeGreaterThan(40);
    expect(lists.filter(([feature, action]) => !action.startsWith(`${feature}.`)).map(([, action]) => action)).toEqual([
      'people.language',
    ]);
  });
});

it('states load figures that the last full run measured', () => {
  const figures = readFileSync(path.join(ROOT, 'docs/figures.md'), 'utf8');
  const [, carries = ''] = (GUIDES[0] ?? '').split('## How much it carries');
  const said = (pattern: RegExp) =>
    (pattern.exec(carries)?.slice(1) ?? []).map((text) => Number(text.replace(',', '')));
  const measured = (row: string) => {
    const [, ours = ''] = new RegExp(`^\\| .*${row}[^|]*\\| *([\\d.,]+)`, 'm').exec(figures) ?? [];
    return Number(ours.replace(',', ''));
  };
  for (const [row, pattern] of [
    ['`ack`', /stored ([\d,]+) to ([\d,]+) answers/],
    ['`fanout`', /sent ([\d,]+) to ([\d,]+) notifications/],
    ['`plan`', /in ([\d,]+) to ([\d,]+)\s+seconds/],
    ['`memory`', /with ([\d,]+) to ([\d,]+) MB/],
  ] as const) {
    const [least = Number.NaN, most = Number.NaN] = said(pattern);
    const ours = Math.round(measured(row));
    expect({ row, ours, within: ours >= least && ours <= most }).toEqual({ row, ours, within: true });
  }
});

it('the check itself finds links and names', () => {
  const all = DOCUMENTS.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(linksOf(all).length).toBeGreaterThan(10);
  expect(filesOf(all).length).toBeGreaterThan(20);
});
