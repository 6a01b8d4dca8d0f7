import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { errorCode } from '../src/error-code.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it("is PostgreSQL's own where it refused a statement, such as on a full disk", async () => {
  const refused: unknown = await test.database.prisma.$queryRaw`SELECT 1 / 0`.catch((error: unknown) => error);
  expect(errorCode(refused)).toBe('22012');
});

it('is that of the error otherwise, or its name, and never what it says', () => {
  expect(errorCode(Object.assign(new Error('mevrouw Jansen'), { code: 'ECONNRESET' }))).toBe('ECONNRESET');
  expect(errorCode(Object.assign(new Error('mevrouw Jansen'), { code: 'mevrouw Jansen' }))).toBe('Error');
  expect(errorCode('mevrouw Jansen')).toBe('unknown');
});
