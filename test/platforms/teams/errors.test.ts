import { describe, expect, it } from '@jest/globals';
import { refusedByConnector, retryAfterMs } from '../../../src/platforms/teams/errors.ts';
import { unanswered } from '../../../src/platforms/unanswered.ts';

const refused = (status: number, code?: string) =>
  refusedByConnector(
    status,
    new Headers(),
    code === undefined ? null : { error: { code, message: 'Naam van iemand' } },
  );

describe('refusedByConnector', () => {
  it.each([
    [429, 'retry'],
    [408, 'retry'],
    [412, 'retry'],
    [500, 'retry'],
    [502, 'retry'],
    [503, 'retry'],
    [504, 'retry'],
    [401, 'reconnect'],
    [403, 'barred'],
    [400, 'rejected'],
    [404, 'rejected'],
    [413, 'rejected'],
    [307, 'rejected'],
  ])('takes %i for %s', (status, fault) => {
    expect(refused(status)).toMatchObject({ fault, message: `http_${status}` });
  });

  it('knows from the code that a person or channel is gone', () => {
    expect(refused(404, 'ConversationNotFound')).toMatchObject({
      fault: 'unreachable',
      message: 'ConversationNotFound',
    });
    expect(refused(403, 'BotNotInConversationRoster')).toMatchObject({ fault: 'unreachable' });
    expect(refused(404, 'ActivityNotFoundInConversation')).toMatchObject({ fault: 'rejected' });
  });

  it.each([
    'BotNotInConversationRoster',
    'ConversationBlockedByUser',
    'MessageWritesBlocked',
    'ForbiddenOperationException',
  ])('treats 403 %s as being about this person', (code) => {
    expect(refused(403, code)).toMatchObject({ fault: 'unreachable', message: code });
  });

  it.each(['BotDisabledByAdmin', 'TenantNoPermission', 'InvalidBotApiHost', 'NotEnoughPermissions', 'NeverHeardOf'])(
    'never holds 403 %s against the person',
    (code) => {
      expect(refused(403, code)).toMatchObject({ fault: 'barred', message: code, inDoubt: false });
    },
  );

  it('passes on a code, never a text', () => {
    expect(refused(400, 'BadSyntax').message).toBe('BadSyntax');
    expect(refused(400, 'Jan de Vries staat hierin').message).toBe('http_400');
  });

  it('is in doubt only when a gateway got no answer, or none that it understood', () => {
    expect([429, 500, 502, 503, 504].filter((status) => refused(status).inDoubt)).toEqual([502, 504]);
  });

  it('passes on how long to wait', () => {
    expect(refusedByConnector(429, new Headers({ 'retry-after': '7' }), null).retryAfterMs).toBe(7_000);
  });
});

describe('retryAfterMs', () => {
  it('reads seconds', () => {
    expect(retryAfterMs(new Headers({ 'retry-after': '1.5' }))).toBe(1_500);
  });

  it('reads a date relative to the date of the answer', () => {
    const date = 'Tue, 24 Nov 2026 08:00:00 GMT';
    expect(retryAfterMs(new Headers({ 'retry-after': 'Tue, 24 Nov 2026 08:00:30 GMT', date }))).toBe(30_000);
    expect(retryAfterMs(new Headers({ 'retry-after': 'Tue, 24 Nov 2026 07:00:00 GMT', date }))).toBe(0);
  });

  it('returns nothing without one, or when it is unreadable', () => {
    expect(retryAfterMs(new Headers())).toBeNull();
    expect(retryAfterMs(new Headers({ 'retry-after': 'straks' }))).toBeNull();
  });
});

describe('unanswered', () => {
  const cut = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'knows that nothing left on %s',
    (code) => {
      expect(unanswered(cut(code))).toMatchObject({ fault: 'retry', message: code, inDoubt: false });
    },
  );

  it('is in doubt after a cut or a time-out', () => {
    expect(unanswered(cut('ECONNRESET'))).toMatchObject({ fault: 'retry', message: 'ECONNRESET', inDoubt: true });
    expect(unanswered(new TypeError('fetch failed'))).toMatchObject({ message: 'connection_cut', inDoubt: true });
    const timeout = new DOMException('x', 'TimeoutError');
    expect(unanswered(timeout)).toMatchObject({ fault: 'retry', message: 'timeout', inDoubt: true });
  });
});
