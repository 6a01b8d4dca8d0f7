import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { configureConnection } from './connection-settings.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { createStatementNames } from './statement-names.ts';
import { watchConnections } from './watch-connections.ts';

/** The Prisma client, or the one inside a transaction: what store functions take. */
export type Connection = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$use' | '$extends'>;
export type Transaction = Omit<Connection, '$transaction'>;

/** Connections that one kind of work has to itself. */
export interface Pool {
  readonly prisma: PrismaClient;
  /** The rows of a statement that is asked so often that what Prisma does around it would count. */
  ask<Row extends pg.QueryResultRow>(statement: Prisma.Sql): Promise<Row[]>;
  /**
   * The same for one that waits its turn: both in a transaction, so that the statement sees what was written by those it waited for.
   * @param turn takes a lock until the end of the transaction
   */
  askInTurn<Row extends pg.QueryResultRow>(turn: Prisma.Sql, statement: Prisma.Sql): Promise<Row[]>;
}

/** A caller whose statements hang on a lock blocks its own pool only. The pool of Database itself is for work that nobody waits for. */
export interface Database extends Pool {
  readonly url: string;
  /** For what people look at: they come back to it, so that it gives up soon. */
  readonly pages: Pool;
  /** For what people do, such as an answer: it waits a while before it is lost. */
  readonly taps: Pool;
  /**
   * Has Prisma's engines made, which takes a moment that a start and the first tap would wait for.
   * @param forPages whether somebody looks at pages of this process: a worker, which has none, starts with less
   */
  warmUp(forPages: boolean): Promise<void>;
  close(): Promise<void>;
}

interface Limits {
  /** Most connections held at a time. */
  readonly size: number;
  readonly statementMs: number;
  /** How long to wait for a connection. */
  readonly waitMs: number;
}

const WORK: Limits = { size: 10, statementMs: 600_000, waitMs: 5_000 };
/** Slack is told after 2.9 seconds that a delivery was not handled. */
const PAGES: Limits = { size: 10, statementMs: 2_500, waitMs: 2_500 };
/** Longer than locks are held; a message can still be replaced when its tap was acknowledged too late. */
const TAPS: Limits = { size: 10, statementMs: 20_000, waitMs: 20_000 };
/** The server ends a statement; when it cannot even say so, the connection is given up this much later. */
const SERVER_SILENT_MS = 1_000;

/**
 * Opens the pools; nothing is sent before the first query.
 * @param url PostgreSQL connection string
 */
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
  // A cut idle connection would end the process if nobody listened; the next query opens another.
  const ignore = () => undefined;
  pool.on('error', ignore);
  const nameOf = createStatementNames();
  const named = ({ text, values }: Prisma.Sql) => ({ name: nameOf({ sql: text }), text, values });
  // Each reads the whole model, which takes longer than most commands ask of the database: they use one pool of the three.
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
      // The pool listens only while nobody has it: one that was cut would end the process. The statement fails by itself.
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
        // Closed: whatever it still has under way, the server takes back.
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
