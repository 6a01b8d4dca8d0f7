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
const port = z.coerce
  .number('it must be a whole number')
  .int('it must be a whole number')
  .min(0)
  .max(65_535, 'at most 65535');

const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: url(/^postgres(ql)?$/, 'it must look like postgresql://user:password@host:5432/database').optional(),
  REDIS_URL: text
    .transform((value) => value.split(',').map((node) => node.trim()))
    .pipe(z.array(url(/^rediss?$/, 'it must look like redis://host:6379, or several of these with commas between')))
    .optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-', 'it must start with xapp-').optional(),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-', 'it must start with xoxb-').optional(),
  SLACK_API_URL: url(/^https?$/, 'it must be an http or https address').optional(),
  MICROSOFT_APP_ID: text.optional(),
  MICROSOFT_APP_PASSWORD: text.optional(),
  MICROSOFT_APP_TENANT_ID: text.optional(),
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
  POLSSLAG_BOARD_PASSWORD: text.min(12, 'at least 12 characters').optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of debug, info, warn, error, silent')
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, 'it must be an http or https address').optional(),
});
type Environment = z.infer<typeof environment>;

/**
 * Reads the configuration. Empty variables count as not given.
 * Throws PolsslagError BAD_CONFIGURATION with every fault at once; values are never repeated in it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      parsed.error.issues.map((issue) => `${String(issue.path[0])} is not right: ${issue.message}.`),
    );
  }
  const faults: string[] = [];
  const config = assemble(parsed.data, faults);
  if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
  return config;
}

function assemble(env: Environment, faults: string[]): Config {
  const production = env.NODE_ENV === 'production';
  const wants = (platform: PlatformName) => env.POLSSLAG_PLATFORMS.includes(platform);
  const slack = wants('slack') ? slackConfig(env, production, faults) : { kind: 'off' as const };
  const teams = wants('teams') ? teamsConfig(env, production, faults) : { kind: 'off' as const };
  const keys = env.POLSSLAG_KEYS ? readKeys(env.POLSSLAG_KEYS, faults) : [];
  if (production) checkProduction(env, keys, faults);
  return {
    production,
    dataDir: env.POLSSLAG_DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
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
    boardPassword: env.POLSSLAG_BOARD_PASSWORD ?? null,
    logLevel: env.LOG_LEVEL,
    telemetryUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}

function slackConfig(env: Environment, production: boolean, faults: string[]): SlackConfig {
  const {
    SLACK_SIGNING_SECRET: secret,
    SLACK_APP_TOKEN: appToken,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: apiUrl,
  } = env;
  if (!secret && !appToken) {
    if (production) {
      faults.push(
        'Slack has no credentials: set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), or leave slack out of POLSSLAG_PLATFORMS.',
      );
    } else if (botToken || apiUrl) {
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

function teamsConfig(env: Environment, production: boolean, faults: string[]): TeamsConfig {
  const {
    MICROSOFT_APP_ID: appId,
    MICROSOFT_APP_PASSWORD: password,
    MICROSOFT_APP_TENANT_ID: tenantId,
    MICROSOFT_APP_TYPE: type,
  } = env;
  if (!appId && !password && !tenantId) {
    if (production) {
      faults.push(
        'Teams has no credentials: set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID, or leave teams out of POLSSLAG_PLATFORMS.',
      );
    }
    return { kind: 'simulated' };
  }
  if (!appId) faults.push('MICROSOFT_APP_ID is missing: without it the bot would accept messages from anybody.');
  if (!tenantId) faults.push('MICROSOFT_APP_TENANT_ID is missing: it names the tenant in which the bot is registered.');
  if (!password && type === 'SingleTenant') {
    faults.push('MICROSOFT_APP_PASSWORD is missing; only MICROSOFT_APP_TYPE=UserAssignedMSI does without.');
  }
  return { kind: 'real', appId: appId ?? '', appPassword: password ?? null, tenantId: tenantId ?? '', type };
}

function checkProduction(env: Environment, keys: readonly SealingKey[], faults: string[]): void {
  if (!env.DATABASE_URL) faults.push('DATABASE_URL is missing: in production the database is never an embedded one.');
  if (!env.POLSSLAG_KEYS && keys.length === 0) {
    faults.push(
      'POLSSLAG_KEYS is missing: it seals the tokens that are stored. Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  const socketOnly = Boolean(env.SLACK_APP_TOKEN) && !env.POLSSLAG_PLATFORMS.includes('teams');
  if (!env.PUBLIC_URL && !socketOnly) {
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
