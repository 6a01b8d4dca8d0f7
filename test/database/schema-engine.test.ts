import { expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { createEmptyDatabase } from '../database.ts';

it('a migration leaves no timer behind for which a process would wait', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const test = await createEmptyDatabase();
  try {
    const before = timers();
    await migrate(test.url);
    expect(timers()).toBeLessThanOrEqual(before);
  } finally {
    await test.drop();
  }
});
