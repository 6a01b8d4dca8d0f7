import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Pool } from '../../src/database/client.ts';
import { writingFault } from '../../src/database/writing-fault.ts';
import { systemErrorCode } from '../../src/errors.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let test: TestDatabase;
let client: pg.Client;
/** The codes with which the server refused. */
let refusals: (string | null)[];

beforeAll(async () => {
  test = await createTestDatabase();
  client = new pg.Client({ connectionString: test.url });
  await client.connect();
});
beforeEach(() => {
  refusals = [];
});
afterAll(async () => {
  await client.end();
  await test.drop();
});

/** @param told turns the server's refusal into an error */
const askWith = (told: (error: unknown) => unknown): Pool['ask'] => {
  return async <Row extends pg.QueryResultRow>({ text, values }: Parameters<Pool['ask']>[0]) => {
    try {
      return (await client.query<Row>(text, values)).rows;
    } catch (error) {
      refusals.push(systemErrorCode(error));
      throw told(error);
    }
  };
};
const asItIs = askWith((error) => error);

describe('whether the database takes writes', () => {
  it('is tried by writing to its disk, of which nothing is left, and the connection stays as it was', async () => {
    const memory = async () => (await client.query('SHOW work_mem')).rows;
    const before = await memory();
    await client.query('SET temp_file_limit = 0');
    // A server that does not allow such files is not a full one.
    expect(await writingFault({ ask: asItIs })).toBeNull();
    expect(refusals).toEqual(['53400']);
    await client.query('RESET temp_file_limit');
    expect(await writingFault({ ask: asItIs })).toBeNull();
    expect(refusals).toEqual(['53400']);
    expect(await memory()).toEqual(before);
    expect((await client.query('SELECT * FROM pg_ls_tmpdir()')).rows).toEqual([]);
  });

  it('is no when that disk is full', async () => {
    const full = askWith(() => Object.assign(new Error('could not write to file: No space left'), { code: '53100' }));
    await client.query('SET temp_file_limit = 0');
    expect(await writingFault({ ask: full })).toBe('disk_full');
    await client.query('RESET temp_file_limit');
    expect(await writingFault({ ask: full })).toBeNull();
  });

  it('is no on a copy of another server, and nothing is tried there', async () => {
    await client.query('SET default_transaction_read_only = on');
    expect(await writingFault({ ask: asItIs })).toBe('read_only');
    await client.query('RESET default_transaction_read_only');
  });
});
