import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.ts';
import { PolsslagError } from '../src/errors.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const APP = '00000000-0000-0000-0000-00000000000a';
const ENTRA_TENANT = '00000000-0000-0000-0000-00000000000b';
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://polsslag@db/polsslag',
  REDIS_URL: 'redis://redis:6379',
  SLACK_SIGNING_SECRET: SECRET,
  MICROSOFT_APP_ID: APP,
  MICROSOFT_APP_PASSWORD: 'password',
  MICROSOFT_APP_TENANT_ID: ENTRA_TENANT,
  PUBLIC_URL: 'https://polsslag.example.org/',
  POLSSLAG_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof PolsslagError && error.code === 'BAD_CONFIGURATION') return error.faults;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('falls back to what is embedded and simulated when nothing is given', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      databaseUrl: null,
      redisUrls: [],
      slack: { kind: 'simulated' },
      teams: { kind: 'simulated' },
      port: 3978,
      checkInSchedule: '30 15 * * 2',
      closingSchedule: '0 18 * * 5',
      publicationSchedule: '0 8 * * 1',
    });
  });

  it('treats an empty variable as one that is not set', () => {
    expect(readConfig({ DATABASE_URL: '', REDIS_URL: ' ' })).toMatchObject({ databaseUrl: null, redisUrls: [] });
  });

  it('makes the data folder absolute, because PostgreSQL starts in another folder', () => {
    expect(readConfig({}).dataDir).toBe(path.resolve('.polsslag'));
    expect(readConfig({ POLSSLAG_DATA_DIR: 'a/../b' }).dataDir).toBe(path.resolve('b'));
    expect(readConfig({ POLSSLAG_DATA_DIR: '/var/lib/polsslag' }).dataDir).toBe('/var/lib/polsslag');
  });

  it('uses everything real in production', () => {
    expect(readConfig(production)).toMatchObject({
      production: true,
      slack: { kind: 'real', signingSecret: SECRET },
      teams: { kind: 'real', appId: APP, type: 'SingleTenant' },
      publicUrl: 'https://polsslag.example.org',
    });
  });

  it('builds a database address from its parts, whatever characters the password has', () => {
    const password = ' p@s/s#w:o%r?d&=$1é\\"';
    const { databaseUrl } = readConfig({ POSTGRES_HOST: 'database', POSTGRES_PASSWORD: password });
    expect(databaseUrl).toMatch(/^postgresql:\/\/polsslag:[^@/#?]+@database:5432\/polsslag$/);
    expect(decodeURIComponent(new URL(databaseUrl ?? '').password)).toBe(password);
    const others = { POSTGRES_HOST: 'db', POSTGRES_PORT: '6543', POSTGRES_USER: 'a b', POSTGRES_DB: 'c' };
    expect(readConfig(others).databaseUrl).toBe('postgresql://a%20b@db:6543/c');
    expect(readConfig({ ...others, DATABASE_URL: 'postgresql://x@y/z' }).databaseUrl).toBe('postgresql://x@y/z');
    const { DATABASE_URL: _url, ...parts } = { ...production, POSTGRES_HOST: 'database' };
    expect(readConfig(parts).databaseUrl).toBe('postgresql://polsslag@database:5432/polsslag');
  });

  it('refuses parts of a database address without the host, which would silently mean an embedded database', () => {
    const advice = 'to use the embedded database.';
    expect(faultsOf({ POSTGRES_PASSWORD: 'geheim' })).toEqual([
      `POSTGRES_PASSWORD is given without POSTGRES_HOST: set that too (or DATABASE_URL in its place), or take it away ${advice}`,
    ]);
    expect(faultsOf({ POSTGRES_PASSWORD: 'geheim', POSTGRES_PORT: '5433', POSTGRES_DB: 'a' })).toEqual([
      `POSTGRES_PORT, POSTGRES_PASSWORD and POSTGRES_DB are given without POSTGRES_HOST: set that too (or DATABASE_URL in their place), or take them away ${advice}`,
    ]);
    const { DATABASE_URL: _url, ...others } = production;
    expect(faultsOf({ ...others, POSTGRES_USER: 'a' })).toEqual([
      expect.stringMatching(
        /^POSTGRES_USER is given without POSTGRES_HOST: .* in production the database is never an embedded one\.$/,
      ),
    ]);
    expect(faultsOf({ DATABASE_URL: 'postgresql://x@y/z', POSTGRES_PASSWORD: 'geheim' })).toEqual([]);
    expect(faultsOf({ DATABASE_URL: 'y', POSTGRES_PASSWORD: 'geheim' })).toEqual([
      expect.stringMatching(/^DATABASE_URL is not right/),
    ]);
  });

  it('refuses variables with other names for the parts of an address when no address is set', () => {
    expect(faultsOf({ REDIS_HOST: 'cache', POSTGRES_HOST: 'db', POSTGRES_DATABASE: 'a' })).toEqual([
      'REDIS_HOST is no setting of Polsslag: Redis is named as a whole, by REDIS_URL=redis://user:password@host:6379.',
      'POSTGRES_DATABASE is no setting of Polsslag: did you mean POSTGRES_DB?',
    ]);
    const whole = { REDIS_URL: 'redis://cache', DATABASE_URL: 'postgresql://x@y/z' };
    expect(faultsOf({ ...whole, REDIS_HOST: 'cache', POSTGRES_DATABASE: 'a' })).toEqual([]);
  });

  it('ignores the variables that Kubernetes sets for services that are called postgres and redis', () => {
    const address = 'tcp://10.0.0.1:5432';
    expect(faultsOf({ POSTGRES_PORT: address, REDIS_PORT: address })).toEqual([]);
    expect(readConfig({ POSTGRES_PORT: address, POSTGRES_HOST: 'db' }).databaseUrl).toContain('@db:5432/');
  });

  it('refuses two keys with one name, because what one of them sealed could not be opened', () => {
    const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    expect(faultsOf({ POLSSLAG_KEYS: `k1:${one}, k1:${two}` })).toEqual([
      'POLSSLAG_KEYS is not right: two keys are called k1, and what was sealed with one could not be opened.',
    ]);
    expect(faultsOf({ POLSSLAG_KEYS: `k2:${one}, k1:${two}` })).toEqual([]);
  });

  it.each([
    ['POLSSLAG_ANSWERS_KEPT_MONTHS', '99999999999', 'it must be at most 600, which is fifty years'],
    ['POLSSLAG_LEAVERS_KEPT_DAYS', '1e12', 'it must be at most 3650, which is ten years'],
    ['POLSSLAG_MINIMUM_GROUP', '1e9', 'it must be at most 1000'],
    ['PUBLIC_URL', 'https://polsslag.example.org/?x=1', 'it must end before any ? or #: paths are put behind it'],
    ['LOG_LEVEL', 'loud', 'it must be debug, info, warn, error or silent'],
  ])('refuses a value of %s that would give an invalid date or address', (name, value, must) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name} is not right: ${must}.`]);
  });

  it('keeps the metrics off the public port', () => {
    expect(faultsOf({ METRICS_PORT: '3978' })).toEqual([expect.stringMatching(/^METRICS_PORT is not right: .*PORT/)]);
    expect(faultsOf({ METRICS_PORT: '3978', PORT: '80' })).toEqual([]);
    expect(faultsOf({ METRICS_PORT: '0', PORT: '0' })).toEqual([]);
  });

  it('reads several nodes of a Redis Cluster', () => {
    const config = readConfig({ REDIS_URL: 'redis://a:1, redis://b:2,redis://c:3' });
    expect(config.redisUrls).toEqual(['redis://a:1', 'redis://b:2', 'redis://c:3']);
  });

  it('reports every fault at once and repeats no value', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://secret',
      PORT: 'many',
      SLACK_BOT_TOKEN: 'wrong-token',
      POLSSLAG_MINIMUM_GROUP: '4',
    });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'SLACK_BOT_TOKEN',
      'PORT',
      'POLSSLAG_MINIMUM_GROUP',
      'SLACK_SIGNING_SECRET',
    ]);
    expect(faults.join()).not.toMatch(/mysql|wrong-token/);
  });

  it('refuses a setting that nothing reads, and suggests the one that may be meant', () => {
    const faults = faultsOf({
      PORT: 'many',
      POLSSLAG_MINIMUM_GRUOP: '9',
      POLSSLAG_FONT: 'Comic Sans',
      POLSSLAG_DATADIR: '',
    });
    expect(faults).toEqual([
      expect.stringMatching(/^PORT is not right/),
      'POLSSLAG_MINIMUM_GRUOP is no setting of Polsslag: did you mean POLSSLAG_MINIMUM_GROUP?',
      'POLSSLAG_FONT is no setting of Polsslag: take it away, or give it the name that it has in docs/operating.md.',
    ]);
  });

  it('ignores the variables that Kubernetes sets for a service that is called polsslag', () => {
    const address = 'tcp://10.0.0.1:3978';
    const ofService = { POLSSLAG_SERVICE_HOST: '10.0.0.1', POLSSLAG_SERVICE_PORT_HTTP: '3978' };
    expect(faultsOf({ ...ofService, POLSSLAG_PORT: address, POLSSLAG_PORT_3978_TCP: address })).toEqual([]);
  });

  it('reports everything that is wrong or missing at once, and nothing twice', () => {
    const faults = faultsOf({
      NODE_ENV: 'production',
      DATABASE_URL: 'mysql://secret',
      SLACK_SIGNING_SECRET: 'abc',
      MICROSOFT_APP_ID: 'my-bot',
      PORT: 'many',
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'DATABASE_URL is not right',
      'SLACK_SIGNING_SECRET is not right',
      'MICROSOFT_APP_ID is not right',
      'PORT is not right',
      'MICROSOFT_APP_TENANT_ID is missing',
      'MICROSOFT_APP_PASSWORD is missing; only MICROSOFT_APP_TYPE=UserAssignedMSI does without.',
      'POLSSLAG_KEYS is missing',
      'PUBLIC_URL is missing',
    ]);
  });

  it('names the platforms to connect, and no others', () => {
    const reaching = (platforms: string) =>
      faultsOf({ NODE_ENV: 'production', POLSSLAG_PLATFORMS: platforms }).find((fault) =>
        fault.startsWith('PUBLIC_URL'),
      );
    expect(reaching('slack')).toContain('at which Slack reaches this server');
    expect(reaching('teams')).toContain('at which Teams reaches this server');
    expect(reaching('teams,slack')).toContain('at which Slack and Teams reach this server');
    expect(reaching('slack,slack')).toContain('at which Slack reaches this server');
  });

  it('refuses a comma too many between instrument files, which would name the working folder', () => {
    const fault = 'POLSSLAG_INSTRUMENT is not right: it has a comma too many: commas stand between files only.';
    for (const files of ['a.json,', ',a.json', 'a.json, ,b.json', ','])
      expect(faultsOf({ POLSSLAG_INSTRUMENT: files })).toEqual([fault]);
    expect(readConfig({ POLSSLAG_INSTRUMENT: 'a.json, b.json' }).instrumentFiles).toEqual(['a.json', 'b.json']);
  });

  it.each([
    ['SLACK_SIGNING_SECRET', 'abc', /Signing Secret/],
    ['SLACK_SIGNING_SECRET', 'A'.repeat(32), /32 characters/],
    ['MICROSOFT_APP_ID', 'polsslag', /client\) id/],
    ['MICROSOFT_APP_TENANT_ID', 'school.onmicrosoft.com', /tenant\) id/],
    ['MICROSOFT_APP_PASSWORD', APP, /value/],
  ])('refuses %s of the wrong shape, without repeating it', (name, value, expected) => {
    const faults = faultsOf({ ...production, [name]: value });
    expect(faults).toEqual([expect.stringMatching(expected)]);
    expect(faults.join()).not.toContain(value);
  });

  it.each(['30 15 * *', '30 15 * * 9', '0 9 31 4,6 *', '61 8 * * 1', 'tuesday at half past three'])(
    'refuses the schedule %s',
    (pattern) => {
      const faults = faultsOf({ POLSSLAG_CHECK_IN_SCHEDULE: pattern, POLSSLAG_PUBLICATION_SCHEDULE: '0 9 * * 1' });
      expect(faults).toEqual([expect.stringMatching(/^POLSSLAG_CHECK_IN_SCHEDULE is not right: .*five fields/)]);
    },
  );

  it.each([
    [{ POLSSLAG_CLOSING_SCHEDULE: '0 8 * * 1' }, 'Monday at 08:00', 'Tuesday at 15:30'],
    [{ POLSSLAG_CLOSING_SCHEDULE: '30 15 * * 1,2' }, 'Tuesday at 15:30', 'Tuesday at 15:30'],
    [{ POLSSLAG_CHECK_IN_SCHEDULE: '0 9 * * 6' }, 'Friday at 18:00', 'Saturday at 09:00'],
  ])('refuses a closing that comes before the opening (%j)', (settings, closing, opening) => {
    expect(faultsOf({ ...settings, PORT: 'x' })).toEqual([
      expect.stringMatching(/^PORT/),
      `POLSSLAG_CLOSING_SCHEDULE is not right: questions would close on ${closing}, and POLSSLAG_CHECK_IN_SCHEDULE asks them on ${opening} of the same week: let them close after that.`,
    ]);
  });

  it.each([
    // Midnight at the end of the week; on another day each month; every minute; once a year.
    { POLSSLAG_CLOSING_SCHEDULE: '0 0 * * 1' },
    { POLSSLAG_CLOSING_SCHEDULE: '0 12 1 * *' },
    { POLSSLAG_CLOSING_SCHEDULE: '0 8 * * 1,5' },
    { POLSSLAG_CHECK_IN_SCHEDULE: '0 12 1 * *' },
    { POLSSLAG_CHECK_IN_SCHEDULE: '* * * * *', POLSSLAG_CLOSING_SCHEDULE: '* * * * *' },
    { POLSSLAG_CHECK_IN_SCHEDULE: '0 3 1 1 *' },
    { POLSSLAG_CHECK_IN_SCHEDULE: '30 15 * * 5' },
  ])('takes a closing that comes after the opening in some week (%j)', (settings) => {
    expect(faultsOf(settings)).toEqual([]);
  });

  const hintsOf = (settings: Record<string, string>) => readConfig(settings).hints;

  it.each([
    [{ POLSSLAG_CHECK_IN_SCHEDULE: '30 15 * * 5' }, 'Friday at 18:00', 'Friday at 15:30'],
    [{ POLSSLAG_CLOSING_SCHEDULE: '29 15 * * 3' }, 'Wednesday at 15:29', 'Tuesday at 15:30'],
    [{ POLSSLAG_CLOSING_SCHEDULE: '0 9 * * 1,3' }, 'Wednesday at 09:00', 'Tuesday at 15:30'],
  ])('warns that a closing less than a day after the opening does not count (%j)', (settings, closing, opening) => {
    expect(hintsOf(settings)).toEqual([
      `POLSSLAG_CLOSING_SCHEDULE would close questions on ${closing}, less than a day after POLSSLAG_CHECK_IN_SCHEDULE asks them on ${opening}: they stay open until the end of the week. Let them close a day later, if that is not what you want.`,
    ]);
  });

  it.each([
    {},
    { POLSSLAG_CLOSING_SCHEDULE: '30 15 * * 3' },
    { POLSSLAG_CLOSING_SCHEDULE: '0 9 * * 3,5' },
    { POLSSLAG_CLOSING_SCHEDULE: '0 0 * * 1' },
    { POLSSLAG_CLOSING_SCHEDULE: '0 12 1 * *' },
    { POLSSLAG_CHECK_IN_SCHEDULE: '30 15 * * 1' },
  ])('does not warn about a closing that leaves a day (%j)', (settings) => {
    expect(hintsOf(settings)).toEqual([]);
  });

  it('never falls back to something simulated or embedded in production', () => {
    expect(faultsOf({ NODE_ENV: 'production' }).map((fault) => fault.split(' ')[0])).toEqual([
      'Slack',
      'Teams',
      'DATABASE_URL',
      'POLSSLAG_KEYS',
      'PUBLIC_URL',
    ]);
  });

  it('refuses Teams without its password in production, and accepts that Teams is left out on purpose', () => {
    const { MICROSOFT_APP_PASSWORD: _password, ...withoutPassword } = production;
    expect(faultsOf(withoutPassword)).toEqual([expect.stringContaining('MICROSOFT_APP_PASSWORD is missing')]);
    expect(faultsOf({ ...withoutPassword, MICROSOFT_APP_TYPE: 'UserAssignedMSI' })).toEqual([]);
    expect(readConfig({ ...withoutPassword, POLSSLAG_PLATFORMS: 'slack' }).teams).toEqual({ kind: 'off' });
  });

  it('refuses a missing bot id beside other Teams settings, in development too', () => {
    expect(faultsOf({ MICROSOFT_APP_PASSWORD: 'x', MICROSOFT_APP_TENANT_ID: ENTRA_TENANT })).toEqual([
      expect.stringContaining('MICROSOFT_APP_ID is missing'),
    ]);
  });

  it('refuses a Slack token without a setting that proves who sends the requests', () => {
    expect(faultsOf({ SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([
      expect.stringContaining('SLACK_SIGNING_SECRET is missing'),
    ]);
  });

  it('refuses a key that is not 32 bytes and names which one', () => {
    const faults = faultsOf({ POLSSLAG_KEYS: `k2:${Buffer.alloc(32).toString('base64')},k1:c2hvcnQ=` });
    expect(faults).toEqual([expect.stringContaining('key 2')]);
  });
});
