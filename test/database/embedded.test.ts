import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { claimDataFolder } from '../../src/database/claim-data-folder.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { choosePlace } from '../../src/database/embedded-place.ts';
import { embeddedServer } from '../../src/database/embedded-process.ts';
import { freePort, listenOn } from '../../src/free-port.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { builtPath } from '../built.ts';
import { runPolsslag } from '../cli/command-process.ts';
import { makeUsedDataFolder } from '../data-folder.ts';
import { waitUntil } from '../wait-until.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = makeUsedDataFolder('embedded');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function removed(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return !existsSync(folder);
  } catch {
    return false;
  }
}

const serverPid = () => Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Runs a command that may not write files larger than this number of half kilobytes. */
async function withFilesOf(
  halfKilobytes: number,
  words: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const script = `trap '' XFSZ; ulimit -f ${halfKilobytes}; exec "$0" "$@"`;
  const child = spawn('sh', ['-c', script, process.execPath, builtPath('polsslag.js'), ...words], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve) => void child.once('close', resolve));
  return { code, output };
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data, and is stopped by the last process that uses it', async () => {
    const first = await openEmbedded(dataDir);
    const second = await openEmbedded(dataDir);
    const url = await first.database('kept');
    expect(await second.database('kept')).toBe(url);
    await first.close();
    expect(await answers(url)).toBe(true);
    await second.close();
    expect(await answers(url)).toBe(false);
    const again = await openEmbedded(dataDir);
    const found = new pg.Client({ connectionString: await again.database('postgres') });
    await found.connect();
    expect((await found.query("SELECT 1 FROM pg_database WHERE datname = 'kept'")).rowCount).toBe(1);
    await found.end();
    await again.close();
  });

  it('keeps a log that quotes no refused rows and that nobody else may read', async () => {
    const server = await openEmbedded(dataDir);
    const client = new pg.Client({ connectionString: await server.database('quoted') });
    await client.connect();
    await client.query('CREATE TABLE people (name text PRIMARY KEY, answer int NOT NULL)');
    const add = (answer: number | null) =>
      client.query('INSERT INTO people VALUES ($1, $2)', ['Yvonne Geheim', answer]).catch(() => 'refused');
    expect([(await add(4)) === 'refused', await add(4), await add(null)]).toEqual([false, 'refused', 'refused']);
    await client.end();
    await server.close();
    const file = path.join(dataDir, 'postgres.log');
    const log = readFileSync(file, 'utf8');
    expect(log).toContain('duplicate key value violates');
    expect(log).toContain('INSERT INTO people VALUES ($1, $2)');
    expect(log).not.toContain('Geheim');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('does not touch an incomplete folder, as after an interrupted restore', async () => {
    const half = makeUsedDataFolder('half-restored');
    const kept = path.join(half, 'postgres', 'global', 'pg_control');
    try {
      rmSync(path.join(half, 'postgres', 'PG_VERSION'));
      await expect(openEmbedded(half)).rejects.toThrow(
        `The folder ${path.join(half, 'postgres')} holds something that is no whole data folder of PostgreSQL (PG_VERSION is missing): restore the whole folder`,
      );
      expect(existsSync(kept)).toBe(true);
    } finally {
      rmSync(half, { recursive: true, force: true });
    }
  });

  it.each([0, 150, 500])('is made again after a kill %i ms into its making', async (afterMs) => {
    const folder = makeTemporaryFolder('cut-short');
    try {
      const command = runPolsslag(['teams', 'list', '--data-dir', folder], {});
      const isBegun = () =>
        readdirSync(folder).some((name) => /^postgres(-being-made-\d+)?$/.test(name)) &&
        readdirSync(folder).some((name) => name.startsWith('initdb-password'));
      // When this looks too late, the folder was made already; the next start begins with it all the same.
      await waitUntil(() => existsSync(folder) && (isBegun() || command.process.exitCode !== null));
      await sleep(afterMs);
      command.process.kill('SIGKILL');
      await command.ended;
      const next = await openEmbedded(folder);
      expect(await answers(await next.database('polsslag'))).toBe(true);
      await next.close();
    } finally {
      // The process that was making it may still be running.
      await waitUntil(() => removed(folder));
    }
  });

  it('removes what a killed start left unfinished, and nothing else', async () => {
    const folder = makeTemporaryFolder('left');
    // No process has such a high number, and process 1 never ends.
    const [gone, alive] = ['postgres-being-made-4999999', 'postgres-being-made-1'];
    for (const name of [gone, alive, 'postgres-old']) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'postgresql.conf'), '');
    }
    writeFileSync(path.join(folder, 'initdb-password-4999999'), 'x');
    const server = await openEmbedded(folder);
    const left = readdirSync(folder).filter((name) => /being-made|old|initdb/.test(name));
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    expect(left.sort()).toEqual([alive, 'postgres-old']);
  });

  it('starts on a copy, such as a restored backup, whoever owns it and whatever its permissions are', async () => {
    const copy = makeUsedDataFolder('copied');
    const data = path.join(copy, 'postgres');
    try {
      if (process.getuid?.() === 0) {
        for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' }))
          chownSync(path.join(data, name), 0, 0);
        chownSync(data, 0, 0);
      }
      chmodSync(data, 0o755);
      const server = await openEmbedded(copy);
      expect(await answers(await server.database('polsslag'))).toBe(true);
      await server.close();
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('does not open up files that a link in a copy points to', async () => {
    const copy = makeUsedDataFolder('linked');
    const elsewhere = makeTemporaryFolder('elsewhere');
    const data = path.join(copy, 'postgres');
    try {
      writeFileSync(path.join(elsewhere, 'secret'), '');
      symlinkSync(elsewhere, path.join(data, 'link'));
      symlinkSync('.', path.join(data, 'base', 'itself'));
      const { uid } = statSync(path.join(elsewhere, 'secret'));
      chownSync(data, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
      const server = await openEmbedded(copy);
      await server.close();
      expect(statSync(path.join(elsewhere, 'secret')).uid).toBe(uid);
    } finally {
      rmSync(copy, { recursive: true, force: true });
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('never starts a second server on a folder of another user, whose own runs', async () => {
    // Only root can take a folder from another user; PostgreSQL itself refuses everybody else.
    if (process.getuid?.() !== 0) return;
    const copy = makeUsedDataFolder('in-use');
    const place = await choosePlace(copy);
    const password = readFileSync(path.join(copy, 'postgres-password'), 'utf8');
    const nobody = { uid: 65_534, gid: 65_534 };
    const theirs = embeddedServer({ ...place, user: nobody });
    await theirs.start(password, []);
    const pid = (await theirs.running(password))?.pid ?? 0;
    try {
      // As if their server did not answer in time.
      await expect(embeddedServer(place).start(password, [])).rejects.toThrow(`(process ${pid})`);
      expect(statSync(place.data).uid).toBe(nobody.uid);
    } finally {
      await theirs.stop(pid);
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('is started again at its address when it ended by itself, and is claimed as before', async () => {
    const folder = makeUsedDataFolder('ended');
    const claimed = await claimDataFolder(folder, 'alone', 100);
    const beside = await openEmbedded(folder);
    try {
      const url = await beside.database('polsslag');
      process.kill(
        Number(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGQUIT',
      );
      await waitUntil(async () => !(await answers(url)));
      await waitUntil(() => answers(url));
      await waitUntil(async () => {
        const mine = await beside.claim('with others');
        await mine?.();
        return mine === null;
      });
    } finally {
      await claimed.letGo();
      await beside.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('starts again at the address that a running process uses, whoever starts it', async () => {
    const other = spawn('sleep', ['60']);
    const user = path.join(dataDir, 'postgres-users', String(other.pid));
    const port = await freePort();
    try {
      mkdirSync(path.dirname(user), { recursive: true });
      writeFileSync(user, String(port));
      const server = await openEmbedded(dataDir);
      expect(new URL(await server.database('polsslag')).port).toBe(String(port));
      other.kill();
      await waitUntil(async () => other.signalCode !== null);
      await server.close();
    } finally {
      other.kill();
      rmSync(user, { force: true });
    }
  });

  it('does not wait for a lock file that its maker could not write to', async () => {
    const lock = path.join(dataDir, 'postgres-users.lock');
    writeFileSync(lock, '');
    const anHourAgo = Date.now() / 1_000 - 3_600;
    utimesSync(lock, anHourAgo, anHourAgo);
    const begun = performance.now();
    const server = await openEmbedded(dataDir);
    expect(performance.now() - begun).toBeLessThan(30_000);
    await server.close();
  });

  it('reports at once that nothing can be written, and leaves no lock file for when there is room again', async () => {
    // A file size limit of zero stands for a full disk.
    const command = await withFilesOf(0, ['teams', 'list', '--data-dir', dataDir]);
    expect(command).toEqual({ code: 69, output: expect.stringContaining(`The folder ${dataDir} cannot be written: `) });
    expect(existsSync(path.join(dataDir, 'postgres-users.lock'))).toBe(false);
    const server = await openEmbedded(dataDir);
    await server.close();
  });

  it('tells why it cannot be made, and not what it then removes', async () => {
    const folder = makeTemporaryFolder('no-room');
    try {
      const { code, output } = await withFilesOf(64, ['teams', 'list', '--data-dir', folder]);
      expect([code, output]).toEqual([
        69,
        expect.stringMatching(/could not make its data folder .*(FATAL|error): .*File too large/),
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('starts on another port when somebody else takes the free one', async () => {
    const folder = makeUsedDataFolder('port-taken');
    const other = createServer();
    const taken = await listenOn(other, '127.0.0.1', 0);
    const place = await choosePlace(folder);
    const server = embeddedServer(place);
    const password = readFileSync(path.join(path.dirname(place.data), 'postgres-password'), 'utf8');
    const ports = [taken];
    try {
      const port = await server.start(password, [], async () => ports.shift() ?? freePort());
      const running = await server.running(password);
      expect([port === taken, running?.port]).toEqual([false, port]);
      if (running) await server.stop(running.pid);
    } finally {
      other.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('asked for by two at once starts once', async () => {
    const opened = await Promise.all([openEmbedded(dataDir), openEmbedded(dataDir), openEmbedded(dataDir)]);
    const urls = await Promise.all(opened.map((server) => server.database('polsslag')));
    expect(new Set(urls).size).toBe(1);
    for (const server of opened) await server.close();
  });

  it('is shared with a command that runs on the same folder, and taken over when that is killed', async () => {
    const command = runPolsslag(['start', '--data-dir', dataDir], { PORT: '0', LOG_LEVEL: 'silent' });
    await waitUntil(() => command.output().includes('listens on'));
    const pid = serverPid();
    const sharing = runPolsslag(['channel', 'list', '--data-dir', dataDir], {});
    expect(await sharing.ended).toBe(0);
    expect(serverPid()).toBe(pid);

    command.process.kill('SIGKILL');
    await command.ended;
    const next = await openEmbedded(dataDir);
    expect(serverPid()).toBe(pid);
    const url = await next.database('polsslag');
    await next.close();
    expect(await answers(url)).toBe(false);
  });
});
