import type { z } from 'zod';

/** A value that passed a check, or the messages that Slack would give in response_metadata. */
export type Checked<Value> = { ok: true; value: Value } | { ok: false; messages: string[] };

/**
 * Formats a zod error like Slack's response_metadata.messages: `[ERROR] … [json-pointer:/blocks/0/text]`. The messages
 * name places and limits, never content.
 */
export function messagesOf(error: z.ZodError, pointer: string): string[] {
  return error.issues.map((issue) => `[ERROR] ${wording(issue)} [json-pointer:${pointer}${pathOf(issue.path)}]`);
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part)}`).join('');
}

function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed`
        : `must be less than ${Number(issue.maximum) + 1} characters`;
    case 'too_small':
      return issue.origin === 'array'
        ? `no fewer than ${issue.minimum} items allowed`
        : `must be more than ${Number(issue.minimum) - 1} characters`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'unsupported type';
    default:
      return issue.message;
  }
}
