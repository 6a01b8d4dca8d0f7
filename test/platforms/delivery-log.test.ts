import { expect, it } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { createDeliveryLog } from '../../src/platforms/delivery-log.ts';

it('logs the code with which the database refused a delivery, and nothing of the message', () => {
  let logged = '';
  const log = createDeliveryLog(
    createLog('info', {
      write: (line) => {
        logged += line;
      },
    }),
    'slack',
  );
  // The error of PostgreSQL's driver when a server accepts no writes.
  log.failed(Object.assign(new Error('mevrouw Jansen'), { name: 'error', code: '25006' }));
  expect(logged).toContain('"code":"25006"');
  expect(logged).not.toContain('Jansen');
});

it('logs only once what outsiders can send repeatedly, and once for each workspace', () => {
  const logged: string[] = [];
  const log = createDeliveryLog(createLog('info', { write: (line) => void logged.push(line) }), 'teams');
  for (let time = 0; time < 1_000; time += 1) {
    log.refused('no_good_token');
    log.refused('unknown_workspace', 'tenant-1');
    log.refused('unknown_workspace', 'tenant-2');
    log.failed(new TypeError(`${time}`));
    log.ignored('unreadable');
    log.unacknowledged('too_slow');
    log.notShown(new RangeError(`${time}`));
  }
  expect(logged).toEqual([
    expect.stringContaining('"code":"no_good_token","msg":"delivery refused"'),
    expect.stringContaining('"workspace":"tenant-1"'),
    expect.stringContaining('"workspace":"tenant-2"'),
    expect.stringContaining('"code":"TypeError","msg":"delivery not handled"'),
    expect.stringContaining('"code":"unreadable"'),
    expect.stringContaining('"code":"too_slow"'),
    expect.stringContaining('"code":"RangeError"'),
  ]);
});
