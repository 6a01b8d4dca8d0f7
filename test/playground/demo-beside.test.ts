import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Demo, startDemo } from '../../playground/demo.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { runPolsslag } from '../cli/command-process.ts';
import { makeUsedDataFolder } from '../data-folder.ts';

let dataDir: string;
let demo: Demo;

beforeAll(async () => {
  dataDir = makeUsedDataFolder('beside');
  const config = readConfig({ PORT: '0', POLSSLAG_DATA_DIR: dataDir });
  demo = await startDemo({
    config,
    log: createLog('silent'),
    now: new Date('2026-11-24T12:00:00Z'),
    seed: 7,
    pastWeeks: null,
  });
});

afterAll(async () => {
  await demo.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const countPeople = () => demo.running.foundation.database.prisma.person.count();

/** Runs a second command beside the demonstration. @returns its error message */
async function refused(words: readonly string[], port: string): Promise<string> {
  const before = await countPeople();
  const command = runPolsslag(words, { PORT: port, POLSSLAG_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  expect([await command.ended, command.output()]).toEqual([69, expect.any(String)]);
  expect(before).toBeGreaterThan(0);
  expect(await countPeople()).toBe(before);
  return command.output();
}

describe('a second command on the folder of a demonstration', () => {
  it('that is a demonstration finds the port in use before it empties anything', async () => {
    const { port } = new URL(demo.url);
    expect(await refused(['demo'], port)).toContain(`Port ${port} cannot be opened`);
  });

  it.each(['demo', 'start'])('that is a %s on another port is refused, and hears which folder it is', async (word) => {
    expect(await refused([word], '0')).toContain(`is using the folder ${dataDir}: end that first`);
  });

  it('that only reads is let in', async () => {
    const command = runPolsslag(['teams', 'list', '--data-dir', dataDir], {});
    expect([await command.ended, command.output()]).toEqual([0, expect.stringContaining('allowed')]);
  });
});

describe('when the demonstration is over', () => {
  beforeAll(() => demo.stop());

  it.each([
    ['start', ['start']],
    ['letting a tenant in', ['teams', 'allow', 'aaaaaaaa-1111-2222-3333-444444444444', '--data-dir']],
  ])('%s on its folder is refused, because the next demonstration would erase the result', async (_name, words) => {
    const asked = words.includes('--data-dir') ? [...words, dataDir] : words;
    const command = runPolsslag(asked, { PORT: '0', POLSSLAG_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    expect([await command.ended, command.output()]).toEqual([
      1,
      `The folder ${dataDir} holds a demonstration, which the next one would erase: choose another --data-dir.\n`,
    ]);
  });
});
