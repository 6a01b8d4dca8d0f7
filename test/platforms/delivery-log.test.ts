import { expect, it } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { createDeliveryLog } from '../../src/platforms/delivery-log.ts';

it('tells by which code the database refused a delivery, and nothing of what it says', () => {
  let logged = '';
  const log = createDeliveryLog(
    createLog('info', {
      write: (line) => {
        logged += line;
      },
    }),
    'slack',
  );
  // As PostgreSQL's driver calls what a server that takes no writes says.
  log.failed(Object.assign(new Error('mevrouw Jansen'), { name: 'error', code: '25006' }));
  expect(logged).toContain('"code":"25006"');
  expect(logged).not.toContain('Jansen');
});
