import { afterAll, describe, expect, it } from '@jest/globals';
import { createCommandRunner } from './command-runner.ts';

// Nothing listens there: the tested commands end before they need a database, or because there is none.
const commands = createCommandRunner({ url: 'postgresql://u:geheim@127.0.0.1:1/x' });
afterAll(() => commands.removeFiles());

describe('the words of a command', () => {
  it.each<[string[], unknown]>([
    [['frob'], 'polsslag has no command "frob": polsslag --help names those that there are.\n'],
    [['doktor'], 'polsslag has no command "doktor": did you mean doctor?\n'],
    [['--frob'], 'polsslag has no option --frob: there is --data-dir and --help.\n'],
    [['teams', 'lijst'], 'polsslag teams has no command "lijst": did you mean list?\n'],
    [['db', 'up'], 'polsslag db has no command "up": there is migrate.\n'],
    // These two groups also work without a subcommand, so Commander reports the word as an excess argument.
    [['queue', 'faild'], 'polsslag queue has no command "faild": did you mean failed?\n'],
    [['queue', 'lijst'], 'polsslag queue has no command "lijst": there is counts, failed, retry and discard.\n'],
    [['code', 'lijst'], 'polsslag code has no command "lijst": did you mean list?\n'],
    [['queue', 'counts', 'x'], 'polsslag queue counts takes no words after it, only options: "x" is too much.\n'],
    [
      ['import', 'people'],
      'polsslag import people needs <file>: CSV, with the columns person,role,name,school,circle,cluster,platform,workspace,user,language.\n',
    ],
    [['doctor', '--frob'], 'polsslag doctor has no option --frob: there is --json, --help and --data-dir.\n'],
    [
      ['people', 'list', '--not-conected'],
      'polsslag people list has no option --not-conected: did you mean --not-connected?\n',
    ],
    [
      ['import', 'people', 'my', 'people.csv'],
      'polsslag import people takes <file> and no more: "people.csv" is too much; put quotes around what has spaces in it.\n',
    ],
    [['trends', '--week'], '--week <week> needs a value: ISO week, such as 2026-W47.\n'],
    [
      ['channel', 'add', '--platform', 'slack'],
      'polsslag channel add needs --workspace <id>: Slack team id, or Teams tenant id.\npolsslag channel add needs --channel <id>: Slack channel id, or Teams channel id.\n',
    ],
    [['start', '--role', 'boss'], '--role cannot be "boss": it must be web, worker or all.\n'],
    [['queue', 'failed', '--limit', '0'], '--limit cannot be "0": it must be a whole number from 1 to 10000.\n'],
    [['people', 'list', '--school', ''], '--school is empty: only the people of one school.\n'],
    [
      ['doctor', '--data-dir', ' '],
      '--data-dir is empty: folder of the embedded database, used instead of DATABASE_URL.\n',
    ],
    [
      ['person', 'erase', ''],
      expect.stringMatching(/^<person> of polsslag person erase is empty: as in the column "person"/),
    ],
    [['people', 'confirm', 'p1', ''], expect.stringMatching(/^<person> of polsslag people confirm is empty: as in /)],
    [
      ['import', 'people', 'a.csv', '--complete', '--leaving', 'x'],
      '--leaving cannot be "x": it must be a whole number: that of the people who are not in the file.\n',
    ],
    [
      ['import', 'people', 'a.csv', '--leaving', '3'],
      '--leaving needs --complete: only then are people who are not in the file asked whether they stay.\n',
    ],
  ])('ends with 2 and a sentence for %j', async (words, err) => {
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
      err: 'The database (DATABASE_URL, or POSTGRES_HOST and its like) cannot be reached: check that it runs, and that address, user and password are right.\n',
    });
  });
});
