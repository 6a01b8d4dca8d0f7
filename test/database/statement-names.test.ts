import { describe, expect, it } from '@jest/globals';
import { createStatementNames } from '../../src/database/statement-names.ts';

describe('the name of a statement', () => {
  it('is the same for the same text, and another for another text', () => {
    const nameOf = createStatementNames();
    const first = nameOf({ sql: 'SELECT 1' });
    expect(first).not.toBe('');
    expect(nameOf({ sql: 'SELECT 2' })).not.toBe(first);
    expect(nameOf({ sql: 'SELECT 1' })).toBe(first);
  });

  it('is never that of another text, whoever gave it first', () => {
    const [mine, others] = [createStatementNames(), createStatementNames()];
    expect(mine({ sql: 'SELECT 1' })).not.toBe(others({ sql: 'SELECT 2' }));
    expect(mine({ sql: 'SELECT 2' })).toBe(others({ sql: 'SELECT 2' }));
    // PostgreSQL cuts longer names off.
    expect(mine({ sql: 'SELECT 1' }).length).toBeLessThanOrEqual(63);
  });

  it('is empty once there are many, so that the server forgets the statement', () => {
    const nameOf = createStatementNames();
    const names = Array.from({ length: 300 }, (_, index) => nameOf({ sql: `SELECT ${index}` }));
    expect(names.filter((name) => name !== '')).toHaveLength(200);
    expect(nameOf({ sql: 'SELECT 0' })).toBe(names[0]);
    expect(nameOf({ sql: 'SELECT 299' })).toBe('');
  });
});
