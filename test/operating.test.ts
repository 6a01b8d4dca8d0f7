import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { environment } from '../src/config/environment.ts';
import { type CommandRunner, createCommandRunner } from './cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/*
 * docs/operating.md tells whoever operates Polsslag by which names it is spoken to: each setting with what it is when nobody gives it, and
 * each command. Both are held to the program here, in both directions.
 */

const ROOT = path.resolve(import.meta.dirname, '..');
const HANDBOOK = readFileSync(path.join(ROOT, 'docs/operating.md'), 'utf8');

/** The rows of a section's table, each as its cells. */
function tableOf(section: string): readonly (readonly [string, string, string])[] {
  const [, after = ''] = HANDBOOK.split(`## ${section}\n`);
  const [text = ''] = after.split(/^## /m);
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [first = '', second = '', third = ''] = line.split(/(?<!\\)\|/).slice(1);
    return [first.trim().replaceAll('\\|', '|'), second.trim(), third.trim()] as const;
  });
}

const quotedIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, quoted]) => quoted ?? []);

describe('the settings', () => {
  const rows = tableOf('Configuration').map(([names, meaning, without]) => {
    const quoted = quotedIn(names);
    // `POSTGRES_HOST`, with `_PORT`
    const prefix = quoted[0]?.replace(/_.*/, '') ?? '';
    return { names: quoted.map((name) => (name.startsWith('_') ? prefix + name : name)), meaning, without };
  });
  // The setting for production has a sentence of its own.
  const known = Object.keys(environment.shape).filter((name) => name !== 'NODE_ENV');
  const rowOf = (name: string) => rows.find(({ names }) => names.includes(name));

  it('are those that the program reads, and no others', () => {
    expect(rows.flatMap(({ names }) => names).toSorted()).toEqual(known.toSorted());
    expect(HANDBOOK).toContain('`NODE_ENV=production`');
  });

  it('are what they are said to be when nobody gives them', () => {
    const none = environment.parse({});
    const said = Object.fromEntries(known.map((name) => [name, rowOf(name)?.without]));
    // Defaults that are not texts, written as a setting would be.
    const written: Record<string, string> = {
      POLSSLAG_DATA_DIR: '.polsslag',
      POLSSLAG_LESSON_TIME: '08:15-15:00',
      POLSSLAG_PLATFORMS: 'both',
    };
    const values = Object.entries(none).filter(([, value]) => value !== undefined);
    expect(values.length).toBeGreaterThan(14);
    for (const [name, value] of values) {
      expect({ name, said: said[name] }).toEqual({
        name,
        said: expect.stringContaining(written[name] ?? String(value)),
      });
    }
    for (const [name, value] of Object.entries(written)) {
      if (name !== 'POLSSLAG_PLATFORMS') expect(environment.parse({ [name]: value })).toEqual(none);
    }
    expect(environment.parse({ POLSSLAG_PLATFORMS: 'slack,teams' })).toEqual(none);
    // Settings without a default have none in the table.
    const quoted = known.filter(
      (name) => !(name in none || name.startsWith('POSTGRES_')) && /`[^`/]+`/.test(said[name] ?? ''),
    );
    expect(quoted).toEqual([]);
  });

  it.each([
    ['POLSSLAG_MINIMUM_GROUP', /at least (\d+)/],
    ['POLSSLAG_ANSWERS_KEPT_MONTHS', /(\d+) months at least/],
    ['POLSSLAG_LEAVERS_KEPT_DAYS', /at least (\d+)/],
  ])('%s takes what is said to be its least, and no less', (name, pattern) => {
    const least = Number(pattern.exec(rowOf(name)?.meaning ?? '')?.[1]);
    const takes = (value: number) => environment.safeParse({ [name]: String(value) }).success;
    expect([takes(least), takes(least - 1)]).toEqual([true, false]);
  });

  it('ends lessons before the hour, and wants as long a password, as it says', () => {
    const [, hour = ''] = /ends before (\d\d:\d\d)/.exec(rowOf('POLSSLAG_LESSON_TIME')?.meaning ?? '') ?? [];
    const ends = (time: string) => environment.safeParse({ POLSSLAG_LESSON_TIME: `08:15-${time}` }).success;
    expect([ends(hour.replace('19:00', '18:59')), ends(hour)]).toEqual([true, false]);
    const [, least = ''] = /(\d+) characters at least/.exec(rowOf('POLSSLAG_BOARD_PASSWORD')?.meaning ?? '') ?? [];
    const opens = (length: number) => environment.safeParse({ POLSSLAG_BOARD_PASSWORD: 'x'.repeat(length) }).success;
    expect([opens(Number(least)), opens(Number(least) - 1)]).toEqual([true, false]);
  });
});

describe('the commands', () => {
  // Nothing listens there: help needs no database.
  const commands = createCommandRunner({ url: 'postgresql://u@127.0.0.1:1/x' });
  let test: TestDatabase;
  let onDatabase: CommandRunner;
  /** The help of each command, by its words. */
  const helps = new Map<string, string>();
  beforeAll(async () => {
    await explore([]);
    test = await createTestDatabase();
    onDatabase = createCommandRunner(test);
  });
  afterAll(async () => {
    commands.removeFiles();
    onDatabase.removeFiles();
    await test.drop();
  });

  async function explore(words: readonly string[]): Promise<void> {
    const { code, out } = await commands.run(...words, '--help');
    expect(code).toBe(0);
    helps.set(words.join(' '), out);
    const [, below = ''] = out.split('\nCommands:\n');
    for (const [, name = ''] of below.matchAll(/^ {2}([a-z]+)/gm)) if (name !== 'help') await explore([...words, name]);
  }

  /** A command of the demonstration, which the product does not have. */
  const PLAYGROUND = ['demo'];
  const rows = tableOf('Command line').map(([first, second]) => {
    const [, group = ''] = /^`([a-z]+)/.exec(first) ?? [];
    return { group, words: `${quotedIn(first).join(' ')} ${quotedIn(second).join(' ')}` };
  });
  const isIn = (word: string, text: string) => new RegExp(`(?<![a-z-])${word}(?![a-z-])`).test(text);

  it('are all named, with their options that are named, and no others', () => {
    const said = rows.filter(({ group }) => !PLAYGROUND.includes(group));
    const groups = [...helps.keys()].filter((words) => words !== '' && !words.includes(' '));
    const named = said.flatMap(({ words }) => groups.filter((group) => isIn(group, words)));
    expect([...new Set(named)].toSorted()).toEqual(groups.toSorted());
    for (const { group, words } of said) {
      const own = [...helps].filter(([key]) => key.split(' ')[0] === group).map(([, help]) => help);
      expect({ group, known: own.length > 0 }).toEqual({ group, known: true });
      const options = words.match(/--[a-z][a-z-]*/g) ?? [];
      expect({ group, unknown: options.filter((option) => !isIn(option, own.join('\n'))) }).toEqual({
        group,
        unknown: [],
      });
    }
  });

  it('are all named down to the last word', () => {
    const below = [...helps.keys()].filter((words) => words.includes(' ') && !words.startsWith('import '));
    expect(below.length).toBeGreaterThan(18);
    const unnamed = below.filter((words) => {
      const [group = '', name = ''] = words.split(' ');
      return !rows.some((row) => isIn(group, row.words) && isIn(name, row.words));
    });
    expect(unnamed).toEqual([]);
    const imports = [...helps.keys()].filter((words) => words.startsWith('import ')).map((words) => words.slice(7));
    expect(imports.filter((what) => !new RegExp(`CSV of [a-z, ]*${what}`).test(HANDBOOK))).toEqual([]);
  });

  it('read the columns that it names', () => {
    for (const what of ['schools', 'people', 'answers', 'interventions']) {
      const [, columns = 'none'] = new RegExp(`${what}\\s\`([a-z_,]+)\``).exec(HANDBOOK) ?? [];
      expect(helps.get(`import ${what}`)?.replaceAll(/\s+/g, ' ')).toContain(columns);
    }
  });

  it.each([
    ['0 when', ['--help']],
    ['2 for', ['frob']],
    ['69 when', ['channel', 'list']],
    ['1 for', ['trends', '--week', '2026-W47']],
  ])('end with %s, as it says', async (said, words) => {
    expect(HANDBOOK).toContain(` ${said}`);
    const down = words[0] === 'channel';
    const { code } = await (down ? commands : onDatabase).run(...words);
    expect(code).toBe(Number.parseInt(said, 10));
  });

  it.each(documents())('are those that %s tells people to type', (_name, text) => {
    const typed = [
      ...text.matchAll(/(?:`|^ *)polsslag ([a-z][^`\n]*)/gm),
      ...text.matchAll(/docker compose run (?:--\S+ |-T |-v \S+ |"[^"]*" )*web ([^`\n|<]*)/g),
      ...text.matchAll(/dist\/polsslag\.js ([^`\n]*)/g),
    ].map(([, words = '']) => words.split(/\s+/));
    const unknown = typed.filter(([group = '', name = '']) => {
      if (PLAYGROUND.includes(group)) return false;
      const [help, more] = [helps.get(group), helps.get(`${group} ${name}`)];
      return help === undefined || (help.includes('\nCommands:\n') && /^[a-z]+$/.test(name) && more === undefined);
    });
    expect(unknown).toEqual([]);
  });
});

describe('a copy that is put back', () => {
  // A campaign that closed after the copy was made would close again, with fewer forms.
  it('holds no evaluation, for which docs/evaluation.md names the tables', () => {
    const left = (text: string) => [...text.matchAll(/--exclude-table-data='"(\w+)"'/g)].map(([, table]) => table);
    const [, dump = ''] = /```sh\n([^`]*pg_dump[^`]*)```/.exec(HANDBOOK) ?? [];
    expect(left(dump)).toEqual(['EvaluationTicket', 'Evaluation', 'EvaluationKey']);
    const guide = readFileSync(path.join(ROOT, 'docs/evaluation.md'), 'utf8');
    expect(left(guide)).toEqual(left(dump));
    expect(guide).toMatch(/The `pg_dump` in docs\/operating\.md leaves them out/);
  });

  // Messages that were sent after the copy was made would be sent again, and the week posted again, before anybody
  // could erase whom they must.
  it('is paused before anything is started on it', () => {
    const [, block = ''] = /```sh\n(docker compose stop web worker\n[^`]*)```/.exec(HANDBOOK) ?? [];
    const steps = block.split(/&&|\n/).map((step) => step.trim());
    const [migrated, paused, started] = ['run --rm migrate', 'run --rm web pause', 'up -d'].map((step) =>
      steps.indexOf(`docker compose ${step}`),
    );
    expect(migrated).toBeGreaterThan(0);
    expect([paused, started]).toEqual([(migrated ?? 0) + 1, (migrated ?? 0) + 2]);
    expect(HANDBOOK).toContain('docker compose run --rm web resume');
  });
});

function documents(): [string, string][] {
  return [
    'README.md',
    'PRIVACY.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/operating.md',
    'docs/evaluation.md',
  ].map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')]);
}

describe('the scripts', () => {
  const ours = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  it.each(documents())('are those that %s tells people to run', (_name, text) => {
    const run = [...text.matchAll(/npm run (?:-s )?([a-z][a-z-]*)/g)].flatMap(([, name]) => name ?? []);
    expect(run.filter((name) => !ours.includes(`"${name}": "`))).toEqual([]);
  });
});
