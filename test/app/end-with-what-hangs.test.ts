import { expect, it } from '@jest/globals';
import { runPolsslag } from '../cli/command-process.ts';
import { createTestDatabase } from '../database.ts';
import { openSilentWay } from '../fakes/silent-way.ts';
import { until } from '../fakes/until.ts';

it('ends within ten seconds of being asked to, also when its database answers nothing any more', async () => {
  const { url, drop } = await createTestDatabase();
  const address = new URL(url);
  const way = await openSilentWay(Number(address.port));
  address.port = String(way.port);
  const running = runPolsslag(['start'], { DATABASE_URL: address.href, PORT: '0', LOG_LEVEL: 'silent' });
  await until(() => running.output().includes('Polsslag listens'));
  way.goSilent();
  way.answer(false);
  const asked = performance.now();
  running.process.kill('SIGTERM');
  // Whoever hangs is not waited for until the end of this test.
  const late = setTimeout(() => running.process.kill('SIGKILL'), 20_000);
  expect(await running.ended).toBe(0);
  clearTimeout(late);
  expect(performance.now() - asked).toBeLessThan(10_500);
  way.close();
  await drop();
});
