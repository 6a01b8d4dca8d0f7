import path from 'node:path';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { minutesOf } from '../calendar/day.ts';
import { LATEST } from '../calendar/good-moment.ts';
import { PLATFORMS } from '../chat/address.ts';

const cron = z
  .string()
  .trim()
  .refine(isCronPattern, 'it must be a cron pattern of five fields, as in "30 15 * * 2" (Tuesday, 15:30)');
const filledText = z.string().trim().min(1);
const url = (protocols: RegExp, what: string) => z.url({ protocol: protocols, error: what });
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const entraGuid = (what: string) =>
  filledText.regex(GUID, `it must be ${what} from Microsoft Entra, as 00000000-0000-0000-0000-000000000000`);
const port = z.coerce
  .number('it must be a whole number')
  .int('it must be a whole number')
  .min(0)
  .max(65_535, 'it must be at most 65535');

/** Every environment variable that is read, with its required format. */
export const environment = z.object({
  NODE_ENV: z.string().optional(),
  DATABASE_URL: url(/^postgres(ql)?$/, 'it must look like postgresql://user:password@host:5432/database').optional(),
  POSTGRES_HOST: filledText.optional(),
  POSTGRES_PORT: port.default(5432),
  POSTGRES_DB: filledText.default('polsslag'),
  POSTGRES_USER: filledText.default('polsslag'),
  // Not trimmed: a password may have spaces at its ends.
  POSTGRES_PASSWORD: z.string().optional(),
  REDIS_URL: filledText
    .transform((value) => value.split(',').map((node) => node.trim()))
    .pipe(z.array(url(/^rediss?$/, 'it must look like redis://host:6379, or several of these with commas between')))
    .optional(),
  SLACK_SIGNING_SECRET: filledText
    .regex(
      /^[0-9a-f]{32}$/,
      'it must be the 32 characters 0-9 and a-f that Slack calls "Signing Secret" (Basic Information)',
    )
    .optional(),
  SLACK_APP_TOKEN: filledText.startsWith('xapp-', 'it must start with xapp-').optional(),
  SLACK_BOT_TOKEN: filledText.startsWith('xoxb-', 'it must start with xoxb-').optional(),
  SLACK_API_URL: url(/^https?$/, 'it must be an http or https address').optional(),
  MICROSOFT_APP_ID: entraGuid('the application (client) id').optional(),
  MICROSOFT_APP_PASSWORD: filledText
    .refine((value) => !GUID.test(value), "it looks like the id of a client secret: give the secret's value")
    .optional(),
  MICROSOFT_APP_TENANT_ID: entraGuid('the directory (tenant) id').optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMSI'], 'it must be SingleTenant or UserAssignedMSI')
    .default('SingleTenant'),
  PUBLIC_URL: url(/^https?$/, 'it must be an http or https address')
    .refine((value) => !/[?#]/.test(value), 'it must end before any ? or #: paths are put behind it')
    .optional(),
  HOST: filledText.default('127.0.0.1'),
  PORT: port.default(3978),
  POLSSLAG_DATA_DIR: filledText.default('.polsslag').transform((folder) => path.resolve(folder)),
  POLSSLAG_PLATFORMS: filledText
    .transform((value) => value.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(PLATFORMS, 'it may name slack, teams, or both with a comma between')))
    .transform((names) => [...new Set(names)])
    .default([...PLATFORMS]),
  POLSSLAG_KEYS: filledText.optional(),
  POLSSLAG_INSTRUMENT: filledText
    .transform((value) => value.split(',').map((file) => file.trim()))
    .refine((files) => !files.includes(''), 'it has a comma too many: commas stand between files only')
    .optional(),
  POLSSLAG_MINIMUM_GROUP: z.coerce
    .number('it must be a whole number')
    .int('it must be a whole number')
    .min(5, 'five is the least: with fewer, people can be recognised')
    .max(1_000, 'it must be at most 1000')
    .default(5),
  POLSSLAG_CHECK_IN_SCHEDULE: cron.default('30 15 * * 2'),
  POLSSLAG_CLOSING_SCHEDULE: cron.default('0 18 * * 5'),
  POLSSLAG_PUBLICATION_SCHEDULE: cron.default('0 8 * * 1'),
  POLSSLAG_LESSON_TIME: filledText
    .regex(
      /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
      'it must be two times with a hyphen between, as in 08:15-15:00',
    )
    .transform((value) => {
      const [begin = 0, end = 0] = value.split('-').map(minutesOf);
      return { begin, end };
    })
    .refine(({ begin, end }) => begin < end && end < LATEST, 'lessons must end after they begin, and before 19:00')
    .default({ begin: minutesOf('08:15'), end: minutesOf('15:00') }),
  POLSSLAG_ANSWERS_KEPT_MONTHS: z.coerce
    .number('it must be a whole number')
    .int('it must be a whole number')
    .min(6, 'six months are the least: own lines and published weeks look back that far')
    .max(600, 'it must be at most 600, which is fifty years')
    .default(24),
  POLSSLAG_LEAVERS_KEPT_DAYS: z.coerce
    .number('it must be a whole number')
    .int('it must be a whole number')
    .min(7, 'seven days are the least: people must have the time to answer')
    .max(3_650, 'it must be at most 3650, which is ten years')
    .default(30),
  METRICS_PORT: port.optional(),
  POLSSLAG_BOARD_PASSWORD: filledText.min(12, 'it must have at least 12 characters').optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'it must be debug, info, warn, error or silent')
    .default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, 'it must be an http or https address').optional(),
});
export type Environment = z.infer<typeof environment>;

function isCronPattern(value: string): boolean {
  if (!/^(\S+\s+){4}\S+$/.test(value)) return false;
  try {
    // Also checks that such a moment exists: 31 April can be written but never comes.
    CronExpressionParser.parse(value).next();
    return true;
  } catch {
    return false;
  }
}
