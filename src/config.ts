import { DUTCH_TIMEZONE } from './clock.ts';
import { type Environment, environment } from './config/environment.ts';
import { faultsOfNames, faultsOfOtherNames, isOfAService } from './config/names.ts';
import { platformConfigs } from './config/platforms.ts';
import { faultsOfSchedules, hintsOfSchedules } from './config/schedules.ts';
import { PolsslagError } from './errors.ts';
import type { SealKey } from './secrets/seal.ts';

type ReadingSettings = Parameters<typeof platformConfigs>[1];
type PlatformConfigs = ReturnType<typeof platformConfigs>;

export interface Config {
  readonly production: boolean;
  /**
   * The folder of the embedded PostgreSQL and of other files. Absolute, because PostgreSQL runs in another working
   * directory.
   */
  readonly dataDir: string;
  /** Null means that the embedded PostgreSQL is used. */
  readonly databaseUrl: string | null;
  /** Empty means that the queue runs on PostgreSQL; several addresses mean a Redis Cluster. */
  readonly redisUrls: readonly string[];
  readonly slack: PlatformConfigs['slack'];
  readonly teams: PlatformConfigs['teams'];
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. Null in development, where the address that the server listens on is used. */
  readonly publicUrl: string | null;
  /** Newest first. Empty in development, where a key is made in the data folder. */
  readonly keys: readonly SealKey[];
  /** Files that replace the built-in instrument; empty when it is used. */
  readonly instrumentFiles: readonly string[];
  /** Fewest teachers behind a published figure. */
  readonly minimumGroup: number;
  readonly checkInSchedule: string;
  /** When the check-ins of a week close. */
  readonly closingSchedule: string;
  readonly publicationSchedule: string;
  /** After these months answers are deleted. */
  readonly answersKeptMonths: number;
  /** How many days somebody who left the list has to say that they stay. */
  readonly leaversKeptDays: number;
  readonly timezone: string;
  /** Lesson time, in minutes after midnight in the school's time zone. Teachers are not disturbed during it. */
  readonly lessonTime: Environment['POLSSLAG_LESSON_TIME'];
  /** The port for Prometheus, separate from `port`; null when nothing is measured. */
  readonly metricsPort: number | null;
  /** Null: the queue board is off. */
  readonly boardPassword: string | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** OpenTelemetry collector (OTLP over HTTP); null: off. */
  readonly telemetryUrl: string | null;
  /** Notes for the operator about settings that are valid but may not do what they seem to. */
  readonly hints: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. Empty variables count as not given.
 * @throws PolsslagError BAD_CONFIGURATION with every fault at once; values are never repeated in it
 */
export function readConfig(variables: Variables): Config {
  const { config, faults } = readSettings(variables);
  if (faults.length > 0) throw new PolsslagError('BAD_CONFIGURATION', faults);
  return config;
}

const SCHEDULES = ['POLSSLAG_CHECK_IN_SCHEDULE', 'POLSSLAG_CLOSING_SCHEDULE'];

/**
 * Reads the configuration without throwing. A setting with a fault is left out of the configuration, so that whatever
 * depends on the other settings can still be checked.
 */
export function readSettings(variables: Variables): { readonly config: Config; readonly faults: readonly string[] } {
  const given = new Map(
    Object.entries(variables).filter(
      ([name, value]) => value !== undefined && value.trim() !== '' && !isOfAService(name, value),
    ),
  );
  const issues = environment.safeParse(Object.fromEntries(given)).error?.issues ?? [];
  const broken = new Set(issues.map((issue) => String(issue.path[0])));
  const sound = environment.parse(Object.fromEntries([...given].filter(([name]) => !broken.has(name))));
  // The default schedules are known to be right, and checking them takes longer than everything else here.
  const isScheduled = SCHEDULES.some((name) => given.has(name)) && !SCHEDULES.some((name) => broken.has(name));
  const faults = [
    ...issues.map((issue) => `${String(issue.path[0])} is not right: ${issue.message}.`),
    ...faultsOfNames([...given.keys()]),
    ...faultsOfOtherNames([...given.keys()]),
    ...(isScheduled ? faultsOfSchedules(sound) : []),
  ];
  // A setting that is wrong is not also reported as missing.
  const isMissing: ReadingSettings['isMissing'] = (name) => !given.has(name);
  const hints = isScheduled ? hintsOfSchedules(sound) : [];
  return { config: { ...assemble(sound, isMissing, faults), hints }, faults };
}

function assemble(env: Environment, isMissing: ReadingSettings['isMissing'], faults: string[]): Omit<Config, 'hints'> {
  const production = env.NODE_ENV === 'production';
  const reading: ReadingSettings = { production, isMissing, faults };
  const { slack, teams } = platformConfigs(env, reading);
  const keys = env.POLSSLAG_KEYS ? readKeys(env.POLSSLAG_KEYS, faults) : [];
  if (production) checkProduction(env, reading);
  faults.push(...faultsOfPorts(env), ...faultsOfParts(isMissing, production));
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
    instrumentFiles: env.POLSSLAG_INSTRUMENT ?? [],
    minimumGroup: env.POLSSLAG_MINIMUM_GROUP,
    checkInSchedule: env.POLSSLAG_CHECK_IN_SCHEDULE,
    closingSchedule: env.POLSSLAG_CLOSING_SCHEDULE,
    publicationSchedule: env.POLSSLAG_PUBLICATION_SCHEDULE,
    answersKeptMonths: env.POLSSLAG_ANSWERS_KEPT_MONTHS,
    leaversKeptDays: env.POLSSLAG_LEAVERS_KEPT_DAYS,
    timezone: DUTCH_TIMEZONE,
    lessonTime: env.POLSSLAG_LESSON_TIME,
    metricsPort: env.METRICS_PORT ?? null,
    boardPassword: env.POLSSLAG_BOARD_PASSWORD ?? null,
    logLevel: env.LOG_LEVEL,
    telemetryUrl: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  };
}

/** Builds the address from its parts, so that a password with an `@` or a `#` needs no URL encoding by the operator. */
function databaseUrl(env: Environment): string | null {
  if (env.DATABASE_URL || !env.POSTGRES_HOST) return env.DATABASE_URL ?? null;
  const [user, database] = [env.POSTGRES_USER, env.POSTGRES_DB].map(encodeURIComponent);
  const password = env.POSTGRES_PASSWORD === undefined ? '' : `:${encodeURIComponent(env.POSTGRES_PASSWORD)}`;
  return `postgresql://${user}${password}@${env.POSTGRES_HOST}:${env.POSTGRES_PORT}/${database}`;
}

function faultsOfPorts({ PORT, METRICS_PORT }: Environment): string[] {
  // With port 0 the system chooses a free port for each server, so that two of them never clash.
  if (METRICS_PORT !== PORT || PORT === 0) return [];
  return ['METRICS_PORT is not right: it must be another port than PORT, which the world may reach.'];
}

const POSTGRES_PARTS = ['POSTGRES_PORT', 'POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'] as const;

/**
 * Reports parts of a database address without a host: they would be ignored, and the embedded database used without
 * notice.
 */
function faultsOfParts(isMissing: ReadingSettings['isMissing'], production: boolean): string[] {
  if (!isMissing('DATABASE_URL') || !isMissing('POSTGRES_HOST')) return [];
  const given = POSTGRES_PARTS.filter((name) => !isMissing(name));
  if (given.length === 0) return [];
  const [is, it, their] = given.length === 1 ? ['is', 'it', 'its'] : ['are', 'them', 'their'];
  const said = `${new Intl.ListFormat('en-GB').format(given)} ${is} given without POSTGRES_HOST`;
  const otherwise = production
    ? 'in production the database is never an embedded one'
    : `or take ${it} away to use the embedded database`;
  return [`${said}: set that too (or DATABASE_URL in ${their} place), ${otherwise}.`];
}

function checkProduction(env: Environment, { isMissing, faults }: ReadingSettings): void {
  const inParts = POSTGRES_PARTS.some((name) => !isMissing(name));
  if (isMissing('DATABASE_URL') && databaseUrl(env) === null && !inParts) {
    faults.push('DATABASE_URL is missing (or POSTGRES_HOST): in production the database is never an embedded one.');
  }
  if (isMissing('POLSSLAG_KEYS')) {
    faults.push(
      'POLSSLAG_KEYS is missing: it seals the tokens that are stored. Make one with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
  const socketOnly = Boolean(env.SLACK_APP_TOKEN) && !env.POLSSLAG_PLATFORMS.includes('teams');
  if (isMissing('PUBLIC_URL') && !socketOnly) {
    const [only, ...others] = env.POLSSLAG_PLATFORMS.map((platform) => ({ slack: 'Slack', teams: 'Teams' })[platform]);
    const platforms = others.length > 0 ? 'Slack and Teams reach' : `${only} reaches`;
    faults.push(
      `PUBLIC_URL is missing: the address at which ${platforms} this server, such as https://polsslag.example.org.`,
    );
  }
}

function readKeys(value: string, faults: string[]): SealKey[] {
  const parts = value.split(',');
  const ids = parts.map((part) => part.split(':', 1)[0]?.trim());
  return parts.flatMap((part, index) => {
    const [, id, encoded] = /^\s*([A-Za-z0-9_-]+):([A-Za-z0-9+/_=-]+)\s*$/.exec(part) ?? [];
    const key = Buffer.from(encoded ?? '', 'base64');
    if (id && ids.indexOf(id) < index) {
      faults.push(
        `POLSSLAG_KEYS is not right: two keys are called ${id}, and what was sealed with one could not be opened.`,
      );
      return [];
    }
    if (id && key.length === 32) return [{ id, key }];
    faults.push(`POLSSLAG_KEYS is not right: key ${index + 1} must be a name, a colon and 32 bytes in base64.`);
    return [];
  });
}
