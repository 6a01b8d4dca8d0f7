import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { errorCode } from './error-code.ts';

/** Keys that hold what belongs to people, wherever somebody should log an object by mistake. */
const KEPT_OUT = [
  'answer',
  'answers',
  'appPassword',
  'authorization',
  'body',
  'botToken',
  'card',
  'email',
  'headers',
  'name',
  'password',
  'payload',
  'secret',
  'signingSecret',
  'text',
  'token',
  'user',
  'userId',
  'value',
  'values',
  'view',
];

/**
 * The logger of a process: one JSON object a line. Errors are logged by their code or name only, because a message may
 * quote what people wrote; that, and the keys kept out, are a second net under callers that log codes and ids.
 * @param destination where the lines go; standard output unless told otherwise
 */
export function createLog(level: Config['logLevel'], destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: KEPT_OUT.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[kept out]' },
      hooks: {
        logMethod([first, message, ...others], method) {
          method.apply(this, [codesIn(first), codeFor(message), ...others.map(codeFor)]);
        },
      },
    },
    destination ?? pino.destination(1),
  );
}

/** Errors become their codes before pino sees them: it would take a message from them. */
function codesIn(value: unknown): unknown {
  if (value instanceof Error) return { code: errorCode(value) };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, codeFor(each)]));
}

function codeFor<T>(value: T): T | string {
  return value instanceof Error ? errorCode(value) : value;
}
