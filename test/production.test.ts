import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { makeTemporaryFolder } from '../tools/servers/temporary-folder.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { waitUntil } from './wait-until.ts';

// Whole processes, which take a busy machine some time.

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

let test: TestDatabase;
let folder: string;

/** Installs the built product with production's packages, without the optional ones. */
beforeAll(async () => {
  test = await createTestDatabase();
  folder = makeTemporaryFolder('production');
  for (const name of ['dist', 'prisma', 'package.json', 'PRIVACY.md', 'docs/evaluation.md']) {
    cpSync(name, path.join(folder, name), { recursive: true, filter: (file) => !file.endsWith('.map') });
  }
  const { dependencies } = manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  for (const name of Object.keys(dependencies)) {
    const place = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(path.resolve('node_modules', name), place);
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test.drop();
});

function start(words: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [path.join(folder, 'dist', 'polsslag.js'), ...words], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: test.url,
      POLSSLAG_DATA_DIR: path.join(folder, 'data'),
      PORT: '0',
      SLACK_SIGNING_SECRET: 'a'.repeat(32),
      POLSSLAG_PLATFORMS: 'slack',
      ...env,
    },
  });
  let said = '';
  const keep = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  return { said: () => said, ended, stop: () => child.kill('SIGTERM') };
}

describe('what was built, on the packages of production without the optional ones', () => {
  it('migrates, starts, and serves its board', async () => {
    const migrated = start(['db', 'migrate'], {});
    expect([await migrated.ended, migrated.said()]).toEqual([0, expect.any(String)]);
    const running = start(['start'], { POLSSLAG_BOARD_PASSWORD: 'een-lang-wachtwoord' });
    const address = () => /http:\/\/127\.0\.0\.1:\d+/.exec(running.said())?.[0] ?? null;
    await waitUntil(() => address() !== null);
    const authorization = `Basic ${Buffer.from('polsslag:een-lang-wachtwoord').toString('base64')}`;
    const status = async (page: string) => (await fetch(`${address()}${page}`, { headers: { authorization } })).status;
    expect([await status('/board/'), await status('/board/api/queues'), await status('/privacy')]).toEqual([
      200, 200, 200,
    ]);
    const script = await fetch(`${address()}/evaluation/script.js`);
    const hash = createHash('sha384')
      .update(await script.text())
      .digest('base64');
    expect(await (await fetch(`${address()}/evaluation/how`)).text()).toContain(`sha384-${hash}`);
    running.stop();
    expect(await running.ended).toBe(0);
  });

  it('says in a sentence that OpenTelemetry is missing when it is asked for', async () => {
    const { ended, said } = start(['start'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(await ended).toBe(2);
    expect(said()).toMatch(
      /^OTEL_EXPORTER_OTLP_ENDPOINT asks for traces, and OpenTelemetry is not installed: [^\n]+\n$/,
    );
  });
});
