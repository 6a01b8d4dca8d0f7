import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import { errorCode } from './error-code.ts';

/** Keys that may hold personal data; they are redacted in case somebody logs an object by mistake. */
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
 * Creates the logger of a process: one JSON object a line. Errors are logged by their code or name only, because a
 * message may quote what people wrote. Both this and the redacted keys are a second safety net: callers log codes and
 * ids.
 * @param destination where the lines go; standard output unless given
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

/** Replaces errors by their codes before pino sees them, because pino would log their messages. */
function codesIn(value: unknown): unknown {
  if (value instanceof Error) return { code: errorCode(value) };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, codeFor(each)]));
}

function codeFor<T>(value: T): T | string {
  return value instanceof Error ? errorCode(value) : value;
}
