import { afterAll, describe, expect, it } from '@jest/globals';
import { PLAYGROUND_COMMANDS } from '../../playground/commands.ts';
import { createCommandRunner } from '../cli/command-runner.ts';

const commands = createCommandRunner(
  { url: 'postgresql://nobody@127.0.0.1:1/none' },
  { commands: PLAYGROUND_COMMANDS },
);
afterAll(() => commands.removeFiles());

describe('the demonstration', () => {
  it('reports that --json and --record need --week, instead of starting and printing nothing', async () => {
    expect(await commands.run('demo', '--json', '--record', 'somewhere')).toEqual({
      code: 2,
      out: '',
      err: '--json goes with --week: polsslag demo --week --json\n--record goes with --week: polsslag demo --week --record\n',
    });
  });
});
