import type { ConsentCount } from './consent-store.ts';

/** '3 new, 1 changed, 19 unchanged'; what did not happen is left out, except that nothing was new. */
export function describeCount(count: { added: number; changed?: number; unchanged: number }): string {
  const changed = count.changed ? [`${count.changed} changed`] : [];
  return [`${count.added} new`, ...changed, `${count.unchanged} unchanged`].join(', ');
}

export function describeConsent({ consented, declined }: ConsentCount): string[] {
  const stands = `Their no stands: ${declined} of these teachers said no in the chat.`;
  return [
    `Consent on file: recorded for ${consented} more teachers, on your declaration.`,
    ...(declined > 0 ? [stands] : []),
  ];
}
