import path from 'node:path';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { PLATFORMS, type PlatformName } from './chat/address.ts';
import { PolsslagError } from './errors.ts';

export type SlackConfig =
  | { readonly kind: 'off' | 'simulated' }
  | {
      readonly kind: 'real';
      /** Null in Socket Mode, where Slack signs nothing. */
      readonly signingSecret: string | null;
      /** Socket Mode; null means signed HTTP requests. */
      readonly appToken: string | null;
      /** A shortcut for the first workspace; the others are rows (`polsslag slack add`). */
      readonly botToken: string | null;
      /** Another Web API base than Slack's own. */
      readonly apiUrl: string | null;
    };

export type TeamsConfig =
  | { readonly kind: 'off' | 'simulated' }
  | {
      readonly kind: 'real';
      readonly appId: string;
      /** Null with a user-assigned managed identity. */
      readonly appPassword: string | null;
      /** The tenant in which the bot itself is registered. */
      readonly tenantId: string;
      readonly type: 'SingleTenant' | 'UserAssignedMSI';
    };

/** A key for sealing what is stored; 32 bytes. */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

export interface Config {
  readonly production: boolean;
  /** For the embedded PostgreSQL and what else needs a folder; absolute, for PostgreSQL's programs run elsewhere. */
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Empty: the queue runs on PostgreSQL. Several: a Redis Cluster. */
  readonly redisUrls: readonly string[];
  readonly slack: SlackConfig;
  readonly teams: TeamsConfig;
  readonly host: string;
  readonly port: number;
  /** Null in development: the address that the server listens on. Without a slash at the end. */
  readonly publicUrl: string | null;
  /** Newest first; empty in development: a key is made in the data folder. */
  readonly keys: readonly SealingKey[];
  /** Files that replace our own instrument; empty: ours. */
  readonly instrumentFiles: readonly string[];
  /** Fewest teachers behind a published figure. */
  readonly minimumGroup: number;
  readonly checkInSchedule: string;
  readonly publicationSchedule: string;
  readonly timezone: string;
  /** Where Prometheus may ask, a port of its own; null: nowhere. */
  readonly metricsPort: number | null;
  /** Null: the queue board is off. */
  readonly boardPassword: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** OpenTelemetry collector (OTLP over HTTP); null: off. */
  readonly telemetryUrl: string | null;
}

const cron = z
  .string()
  .trim()
  .refine(isCronPattern, 'it must be a cron pattern of five fields, as in "30 15 * * 2" (Tuesday, 15:30)');
const text = z.string().trim().min(1);
const url = (protocols: RegExp, what: string) => z.url({ protocol: protocols, error: what });
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const guid = (what: string) =>
  text.regex(GUID, `it must be ${what} from Microsoft Entra, as 00000000-0000-0000-0000-000000000000`);
const port = z.coerce
  .number('it must be a whole number')
  .int('it must be a whole number')
  .min(0)
  .max(65_535, 'at most 65535');

const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: url(/^postgres(ql)?$/, 'it must look like postgresql://user:password@host:5432/database').optional(),
  POSTGRES_HOST: text.optional(),
  POSTGRES_PORT: port.default(5432),
  POSTGRES_DB: text.default('polsslag'),
  POSTGRES_USER: text.default('polsslag'),
  // Any characters at all, spaces at its ends too.
  POSTGRES_PASSWORD: z.string().optional(),
  REDIS_URL: text
    .transform((value) => value.split(',').map((node) => node.trim()))
    .pipe(z.array(url(/^rediss?$/, 'it must look like redis://host:6379, or several of these with commas between')))
    .optional(),
  SLACK_SIGNING_SECRET: text
    .regex(
      /^[0-9a-f]{32}$/,
      'it must be the 32 characters 0-9 and a-f that Slack calls "Signing Secret" (Basic Information)',
    )
    .optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'it must start with xapp-').optional(),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'it must start with xoxb-').optional(),
  SLACK_API_URL: url(/^https?$/, 'it must be an http or https address').optional(),
  MICROSOFT_APP_ID: guid('the application (client) id').optional(),
  MICROSOFT_APP_PASSWORD: text
    .refine((value) => !GUID.test(value), "it looks like the id of a client secret: give the secret's value")
    .optional(),
  MICROSOFT_APP_TENANT_ID: guid('the directory (tenant) id').optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMSI'], 'it must be SingleTenant or UserAssignedMSI')
    .default('SingleTenant'),
  PUBLIC_URL: url(/^https?$/, 'it must be an http or https address').optional(),
  HOST: text.default('127.0.0.1'),
  PORT: port.default(3978),
  POLSSLAG_DATA_DIR: text.default('.polsslag').transform((folder) => path.resolve(folder)),
  POLSSLAG_PLATFORMS: text
    .transform((value) => value.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(PLATFORMS, 'it may name slack, teams, or both with a comma between')))
    .default([...PLATFORMS]),
  POLSSLAG_KEYS: text.optional(),
  POLSSLAG_INSTRUMENT: text.optional(),
  POLSSLAG_MINIMUM_GROUP: z.coerce
    .number('it must be a whole number')
    .int('it must be a whole number')
    .min(5, 'five is the least: with fewer, people can be recognised')
    .default(5),
  POLSSLAG_CHECK_IN_SCHEDULE: cron.default('30 15 * * 2'),
  POLSSLAG_PUBLICATION_SCHEDULE: cron.default('0 8 * * 1'),
  METRICS_PORT: port.optional(),
  POLSSLAG_BOARD_PASSWORD: text.min(12, 'at least 12 characters').optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of debug, info, warn, error, silent')
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, 'it must be an http or https address').optional(),
});
type Environment = z.infer<typeof environment>;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. Empty variables count as not given.
 * Throws PolsslagError BAD_CONFIGURATION with every fault at once; values are never repeated in it.
 */
export function readConfig(variables: Variables): Config {
  const { config, faults } = readSettings(variables);
  if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
  return config;
}

/**
 * The same, without throwing: what stands there in another shape than it must is left out of the configuration, so that
 * what depends on the rest can be looked at in the same round.
 */
export function readSettings(variables: Variables): { readonly config: Config; readonly faults: readonly string[] } {
  const given = new Map(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const issues = environment.safeParse(Object.fromEntries(given)).error?.issues ?? [];
  const broken = new Set(issues.map((issue) => String(issue.path[0])));
  const sound = environment.parse(Object.fromEntries([...given].filter(([name]) => !broken.has(name))));
  const faults = issues.map((issue) => `${String(issue.path[0])} is not right: ${issue.message}.`);
  // One that is wrong is not missing as well.
  const isMissing: IsMissing = (name) => !given.has(name);
  return { config: assemble(sound, isMissing, faults), faults };
}

/** Whether a variable was not given at all. */
type IsMissing = (name: keyof Environment) => boolean;

/** What the parts are read with. */
interface Reading {
  readonly production: boolean;
  readonly isMissing: IsMissing;
  /** Gathers what is wrong. */
  readonly faults: string[];
}

function assemble(env: Environment, isMissing: IsMissing, faults: string[]): Config {
  const production = env.NODE_ENV === 'production';
  const reading: Reading = { production, isMissing, faults };
  const wants = (platform: PlatformName) => env.POLSSLAG_PLATFORMS.includes(platform);
  const slack = wants('slack') ? slackConfig(env, reading) : { kind: 'off' as const };
  const teams = wants('teams') ? teamsConfig(env, reading) : { kind: 'off' as const };
  const keys = env.POLSSLAG_KEYS ? readKeys(env.POLSSLAG_KEYS, faults) : [];
  if (production) checkProduction(env, reading);
  return {
    production,
    dataDir: env.POLSSLAG_DATA_DIR,
    databaseUrl: databaseUrl(env),
    redisUrls: env.REDIS_URL ?? [],
    slack,
    teams,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    keys,
    instrumentFiles: env.POLSSLAG_INSTRUMENT?.split(',').map((file) => file.trim()) ?? [],
    minimumGroup: env.POLSSLAG_MINIMUM_GROUP,
    checkInSchedule: env.POLSSLAG_CHECK_IN_SCHEDULE,
    publicationSchedule: env.POLSSLAG_PUBLICATION_SCHEDULE,
    timezone: 'Europe/Amsterdam',
    metricsPort: env.METRICS_PORT ?? null,
    boardPassword: env.POLSSLAG_BOARD_PASSWORD ?? null,
    logLevel: env.LOG_LEVEL,
    telemetryUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}

/** The parts spare whoever has a password with an `@` or a `#` in it from having to write it as an address wants it. */
function databaseUrl(env: Environment): string | null {
  if (env.DATABASE_URL || !env.POSTGRES_HOST) return env.DATABASE_URL ?? null;
  const [user, database] = [env.POSTGRES_USER, env.POSTGRES_DB].map(encodeURIComponent);
  const password = env.POSTGRES_PASSWORD === undefined ? '' : `:${encodeURIComponent(env.POSTGRES_PASSWORD)}`;
  return `postgresql://${user}${password}@${env.POSTGRES_HOST}:${env.POSTGRES_PORT}/${database}`;
}

function slackConfig(env: Environment, { isMissing, production, faults }: Reading): SlackConfig {
  const {
    SLACK_SIGNING_SECRET: secret,
    SLACK_APP_TOKEN: appToken,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
  } = env;
  if (!secret && !appToken) {
    if (!isMissing('SLACK_SIGNING_SECRET') || !isMissing('SLACK_APP_TOKEN')) return { kind: 'simulated' };
    if (production) {
      faults.push(
        'Slack has no credentials: set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), or leave slack out of POLSSLAG_PLATFORMS.',
      );
    } else if (!isMissing('SLACK_BOT_TOKEN') || !isMissing('SLACK_API_URL')) {
      faults.push(
        'SLACK_SIGNING_SECRET is missing (or SLACK_APP_TOKEN for Socket Mode): without it nobody can tell who speaks.',
      );
    }
    return { kind: 'simulated' };
  }
  return {
    kind: 'real',
    signingSecret: secret ?? null,
    appToken: appToken ?? null,
    botToken: botToken ?? null,
    apiUrl: apiUrl ?? null,
  };
}

function teamsConfig(env: Environment, { isMissing, production, faults }: Reading): TeamsConfig {
  const {
    MICROSOFT_APP_ID: appId,
    MICROSOFT_APP_PASSWORD: password,
    MICROSOFT_APP_TENANT_ID: tenantId,
    MICROSOFT_APP_TYPE: type,
  } = env;
  const noneOf = (...names: readonly (keyof Environment)[]) => names.every(isMissing);
  if (noneOf('MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID')) {
    if (production) {
      faults.push(
        'Teams has no credentials: set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID, or leave teams out of POLSSLAG_PLATFORMS.',
      );
    }
    return { kind: 'simulated' };
  }
  if (isMissing('MICROSOFT_APP_ID'))
    faults.push('MICROSOFT_APP_ID is missing: without it the bot would accept messages from anybody.');
  if (isMissing('MICROSOFT_APP_TENANT_ID'))
    faults.push('MICROSOFT_APP_TENANT_ID is missing: it names the tenant in which the bot is registered.');
  if (isMissing('MICROSOFT_APP_PASSWORD') && type === 'SingleTenant') {
    faults.push('MICROSOFT_APP_PASSWORD is missing; only MICROSOFT_APP_TYPE=UserAssignedMSI does without.');
  }
  return { kind: 'real', appId: appId ?? '', appPassword: password ?? null, tenantId: tenantId ?? '', type };
}

function checkProduction(env: Environment, { isMissing, faults }: Reading): void {
  if (isMissing('DATABASE_URL') && databaseUrl(env) === null) {
    faults.push('DATABASE_URL is missing (or POSTGRES_HOST): in production the database is never an embedded one.');
  }
  if (isMissing('POLSSLAG_KEYS')) {
    faults.push(
      'POLSSLAG_KEYS is missing: it seals the tokens that are stored. Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  const socketOnly = Boolean(env.SLACK_APP_TOKEN) && !env.POLSSLAG_PLATFORMS.includes('teams');
  if (isMissing('PUBLIC_URL') && !socketOnly) {
    faults.push(
      'PUBLIC_URL is missing: the address at which Slack and Teams reach this server, such as https://polsslag.example.org.',
    );
  }
}

function readKeys(value: string, faults: string[]): SealingKey[] {
  return value.split(',').flatMap((part, index) => {
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]+):([A-Za-z0-9+/_=-]+)\s*$/.exec(part) ?? [];
    const key = Buffer.from(encoded ?? '', 'base64');
    if (id && key.length === 32) return [{ id, key }];
    faults.push(`POLSSLAG_KEYS is not right: key ${index + 1} must be a name, a colon and 32 bytes in base64.`);
    return [];
  });
}

function isCronPattern(value: string): boolean {
  if (!/^(\S+\s+){4}\S+$/.test(value)) return false;
  try {
    CronExpressionParser.parse(value);
    return true;
  } catch {
    return false;
  }
}
