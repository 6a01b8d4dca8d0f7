import { describe, expect, it } from '@jest/globals';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '../../../src/chat/platform.ts';
import { toDeliveryError } from '../../../src/platforms/slack/errors.ts';

function refused(error: string, retryAfter?: number): WebAPIPlatformError {
  return new WebAPIPlatformError({
    ok: false,
    error,
    response_metadata: retryAfter === undefined ? {} : { retryAfter },
  });
}

function network(code: string): WebAPIRequestError {
  const cause = Object.assign(new Error(`connect ${code} 127.0.0.1:443`), { code });
  return new WebAPIRequestError(new TypeError('fetch failed', { cause }));
}

describe('what a failed call to Slack means', () => {
  it.each([
    ['channel_not_found', 'unreachable'],
    ['user_not_found', 'unreachable'],
    ['user_disabled', 'unreachable'],
    ['is_archived', 'unreachable'],
    ['not_in_channel', 'unreachable'],
    ['cannot_dm_bot', 'unreachable'],
    ['invalid_auth', 'reconnect'],
    ['token_revoked', 'reconnect'],
    ['account_inactive', 'reconnect'],
    ['token_expired', 'reconnect'],
    ['missing_scope', 'reconnect'],
    ['ekm_access_denied', 'barred'],
    ['org_login_required', 'barred'],
    ['restricted_action', 'barred'],
    ['messages_tab_disabled', 'barred'],
    ['invalid_blocks', 'rejected'],
    ['msg_too_long', 'rejected'],
    ['something_new', 'rejected'],
    ['service_unavailable', 'retry'],
    // Applies to everybody in a free workspace, for an hour.
    ['message_limit_exceeded', 'retry'],
    // Means that the app may not be a member of the conversation: one channel, and not the token.
    ['no_permission', 'barred'],
  ])('%s: %s', (code, fault) => {
    expect(toDeliveryError(refused(code))).toMatchObject({ fault, message: code, retryAfterMs: null, inDoubt: false });
  });

  it('waits as long as Slack says', () => {
    const limited = { fault: 'retry', message: 'ratelimited', retryAfterMs: 30_000, inDoubt: false };
    expect(toDeliveryError(new WebAPIRateLimitedError(30))).toMatchObject(limited);
    expect(toDeliveryError(refused('ratelimited', 30))).toMatchObject(limited);
  });

  it.each([
    ['a failure inside Slack', refused('internal_error'), 'internal_error'],
    ['a gateway', new WebAPIHTTPError(502, 'Bad Gateway', {}, '<html>'), 'http_502'],
    ['an answer that is no JSON', refused('<html>Hoi Anna</html>'), 'unreadable_response'],
    ['a cut connection', network('ECONNRESET'), 'ECONNRESET'],
    ['a time-out', new WebAPIRequestError(new DOMException('too late', 'TimeoutError')), 'timeout'],
    ['an answer that broke off', new TypeError('terminated'), 'connection_cut'],
  ])('leaves a message in doubt after %s', (_what, error, reason) => {
    expect(toDeliveryError(error)).toMatchObject({ fault: 'retry', message: reason, inDoubt: true });
  });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])('is certain after %s', (code) => {
    expect(toDeliveryError(network(code))).toMatchObject({ fault: 'retry', message: code, inDoubt: false });
  });

  it('is not in doubt after a refusal before Slack', () => {
    expect(toDeliveryError(new WebAPIHTTPError(404, 'Not Found', {}))).toMatchObject({
      fault: 'retry',
      inDoubt: false,
    });
  });

  it('keeps a DeliveryError', () => {
    const error = new DeliveryError('reconnect', 'no_token');
    expect(toDeliveryError(error)).toBe(error);
  });
});
