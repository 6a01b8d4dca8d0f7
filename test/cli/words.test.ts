import { afterAll, describe, expect, it } from '@jest/globals';
import { createCommandRunner } from './command-runner.ts';

// Nothing listens there: what is tested here ends before a database is needed, or because there is none.
const commands = createCommandRunner({ url: 'postgresql://u:geheim@127.0.0.1:1/x' });
afterAll(() => commands.removeFiles());

describe('the words of a command', () => {
  it.each([
    [['frob'], "unknown command 'frob'\n"],
    [['import', 'people'], "missing required argument 'file'\n"],
    [['doctor', '--frob'], "unknown option '--frob'\n"],
    [['import', 'people', 'a.csv', 'b.csv'], expect.stringMatching(/^too many arguments.*\n$/)],
  ])('ends with 2 and one line for %j', async (words, err) => {
    expect(await commands.run(...words)).toEqual({ code: 2, out: '', err });
  });

  it.each([
    ['doctor'],
    ['db', 'migrate'],
    ['import', 'schools'],
    ['import', 'people'],
    ['import', 'answers'],
    ['slack', 'add'],
    ['slack', 'list'],
    ['teams', 'allow'],
    ['teams', 'list'],
    ['channel', 'add'],
    ['channel', 'list'],
    ['channel', 'remove'],
    ['secrets', 'rotate'],
  ])('helps with %s %s', async (...words) => {
    const { code, out, err } = await commands.run(...words, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: polsslag ${words.join(' ')}`);
    expect(out).toContain('--data-dir <dir>');
  });

  it('ends with 69 and one line when the database is down', async () => {
    expect(await commands.run('channel', 'list')).toEqual({
      code: 69,
      out: '',
      err: 'The database of DATABASE_URL cannot be reached: see that it runs, and that address, user and password are right.\n',
    });
  });
});
