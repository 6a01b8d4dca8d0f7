import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';
import { createStatementNames } from './statement-names.ts';

/** The Prisma client, or the one inside a transaction: what store functions take. */
export type Connection = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends'>;
export type Transaction = Omit<Connection, '$transaction'>;

export interface Database {
  readonly url: string;
  readonly prisma: PrismaClient;
  close(): Promise<void>;
}

/**
 * Opens a pool of connections; nothing is sent before the first query.
 * @param url PostgreSQL connection string
 * @param poolSize most connections held at a time
 */
export function openDatabase(url: string, poolSize = 10): Database {
  const prisma = new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: url, max: poolSize, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 5_000 },
      { statementNameGenerator: createStatementNames() },
    ),
    transactionOptions: { maxWait: 10_000, timeout: 600_000 },
  });
  return { url, prisma, close: () => prisma.$disconnect() };
}
