import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { configureConnection } from './connection-settings.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { createStatementNames } from './statement-names.ts';
import { watchConnections } from './watch-connections.ts';

/** The Prisma client, or the client inside a transaction. Store functions take either. */
export type Connection = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends'>;
export type Transaction = Omit<Connection, '$transaction'>;

/** A connection pool reserved for one kind of work. */
export interface Pool {
  readonly prisma: PrismaClient;
  /**
   * Runs a statement without Prisma and gives its rows; for statements so frequent that Prisma's own overhead would
   * count.
   */
  ask<Row extends pg.QueryResultRow>(statement: Prisma.Sql): Promise<Row[]>;
  /**
   * As `ask`, for a statement that must wait for others. Both run in one transaction, so that the statement sees what
   * those wrote that it waited for.
   * @param turn takes a lock that lasts until the end of the transaction
   */
  askInTurn<Row extends pg.QueryResultRow>(turn: Prisma.Sql, statement: Prisma.Sql): Promise<Row[]>;
}

/**
 * The database. Statements that hang on a lock block their own pool only. The pool of `Database` itself is for
 * background work.
 */
export interface Database extends Pool {
  readonly url: string;
  /** For pages and commands. It gives up soon, because people try again. */
  readonly pages: Pool;
  /** For taps and dialogs, such as an answer. It waits longer before giving up, because an answer would be lost. */
  readonly taps: Pool;
  /**
   * Creates Prisma's engines, which takes a moment, so that neither the start nor the first tap waits for it.
   * @param forPages whether this process serves pages; a worker does not, and needs fewer engines
   */
  warmUp(forPages: boolean): Promise<void>;
  close(): Promise<void>;
}

interface Limits {
  /** The most connections open at a time. */
  readonly size: number;
  readonly statementMs: number;
  /** How long to wait for a free connection. */
  readonly waitMs: number;
}

const WORK: Limits = { size: 10, statementMs: 600_000, waitMs: 5_000 };
/** Less than 2.9 seconds, after which Slack is told that a delivery was not handled. */
const PAGES: Limits = { size: 10, statementMs: 2_500, waitMs: 2_500 };
/** Longer than locks are held. A message can still be replaced when its tap was acknowledged too late. */
const TAPS: Limits = { size: 10, statementMs: 20_000, waitMs: 20_000 };
/**
 * The server ends statements that take too long. When it does not answer at all, the client closes the connection this
 * much later.
 */
const SERVER_SILENT_MS = 1_000;

/** Opens the pools. Nothing is sent before the first query. */
export function openDatabase(url: string): Database {
  const watch = watchConnections(url);
  const [work, pages, taps] = [WORK, PAGES, TAPS].map((limits) => openPool(url, limits, watch));
  if (!work || !pages || !taps) throw new Error('three pools were opened');
  const pools = [work, pages, taps];
  return {
    url,
    get prisma() {
      return work.prisma;
    },
    ask: work.ask,
    askInTurn: work.askInTurn,
    pages,
    taps,
    warmUp: async (forPages) => {
      const used = forPages ? pools : [work, taps];
      await Promise.all(used.map(({ prisma }) => prisma.$queryRaw`SELECT 1`));
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      watch.stop();
    },
  };
}

function openPool(
  url: string,
  { size, statementMs, waitMs }: Limits,
  watch: ReturnType<typeof watchConnections>,
): Pool & { close(): Promise<void> } {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: waitMs,
    query_timeout: statementMs + SERVER_SILENT_MS,
    onConnect: async (client) => {
      const pid = await configureConnection(client, statementMs);
      if (pid !== null) watch.add(client, pid);
    },
    keepAlive: true,
  });
  // Without a listener, losing an idle connection would end the process. The next query opens another one.
  const ignore = () => undefined;
  pool.on('error', ignore);
  const nameOf = createStatementNames();
  const named = ({ text, values }: Prisma.Sql) => ({ name: nameOf({ sql: text }), text, values });
  // Created on first use: a client reads the whole model, which takes longer than most commands spend on the database,
  // and they use one pool of the three.
  let prisma: PrismaClient | null = null;
  return {
    get prisma() {
      prisma ??= new PrismaClient({
        adapter: new PrismaPg(pool, { statementNameGenerator: nameOf }),
        transactionOptions: { maxWait: 10_000, timeout: statementMs },
      });
      return prisma;
    },
    ask: async <Row extends pg.QueryResultRow>(statement: Prisma.Sql) => {
      const { rows } = await pool.query<Row>(named(statement));
      return rows;
    },
    askInTurn: async <Row extends pg.QueryResultRow>(turn: Prisma.Sql, statement: Prisma.Sql) => {
      const client = await pool.connect();
      // The pool listens for errors only while a connection is idle; without a listener, losing this one would end the
      // process. The statement fails by itself.
      client.on('error', ignore);
      try {
        await client.query('BEGIN');
        await client.query(named(turn));
        const { rows } = await client.query<Row>(named(statement));
        await client.query('COMMIT');
        client.off('error', ignore);
        client.release();
        return rows;
      } catch (error) {
        // Closes the connection, so that the server rolls back whatever is still under way on it.
        client.release(true);
        throw error;
      }
    },
    close: async () => {
      await prisma?.$disconnect();
      await pool.end();
    },
  };
}
