import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError } from '../../chat/platform.ts';
import { unanswered } from '../unanswered.ts';

/**
 * The kind of failure of Slack's error codes (docs.slack.dev/reference/methods/chat.postMessage#errors); others are
 * 'rejected'.
 */
const FAULTS: { readonly [fault in Exclude<DeliveryError['fault'], 'rejected'>]: ReadonlySet<string> } = {
  retry: new Set([
    'ratelimited',
    'rate_limited',
    'internal_error',
    'fatal_error',
    'message_limit_exceeded',
    'service_unavailable',
    'team_added_to_org',
    'request_timeout',
  ]),
  unreachable: new Set([
    'cannot_dm_bot',
    'cannot_reply_to_message',
    'channel_not_found',
    'channel_type_not_supported',
    'is_archived',
    'is_bot',
    'method_not_supported_for_channel_type',
    'not_in_channel',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'users_not_found',
  ]),
  reconnect: new Set([
    'account_inactive',
    'invalid_auth',
    'missing_scope',
    'not_allowed_token_type',
    'not_authed',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
  ]),
  // An administrator of the workspace shuts us out, possibly of one conversation only, or switched off the Messages
  // tab. A new token does not help.
  barred: new Set([
    'access_denied',
    'accesslimited',
    'ekm_access_denied',
    'messages_tab_disabled',
    'no_permission',
    'org_login_required',
    'restricted_action',
    'two_factor_setup_required',
  ]),
};

/** Errors after which Slack may have done the work all the same. */
const MAY_HAVE_WORKED: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout']);

/** Converts the error of a Web API call, or of a post to a response address. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('retry', 'ratelimited', { retryAfterMs: error.retryAfter * 1000, cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    const reason = `http_${error.statusCode}`;
    return new DeliveryError('retry', reason, { inDoubt: error.statusCode >= 500, cause: error });
  }
  if (error instanceof WebAPIPlatformError) return fromPlatform(error);
  if (!(error instanceof WebAPIRequestError)) return unanswered(error);
  return error.original instanceof DeliveryError ? error.original : unanswered(error.original);
}

function fromPlatform(error: WebAPIPlatformError): DeliveryError {
  const reason = asCode(error.data.error);
  // Not JSON, or an error without a code: something between us and Slack answered, or cut the answer short.
  if (reason === null) return new DeliveryError('retry', 'unreadable_response', { inDoubt: true, cause: error });
  const seconds = error.data.response_metadata?.retryAfter;
  return new DeliveryError(faultOf(reason), reason, {
    retryAfterMs: seconds === undefined ? null : seconds * 1000,
    inDoubt: MAY_HAVE_WORKED.has(reason),
    cause: error,
  });
}

function faultOf(code: string): DeliveryError['fault'] {
  if (FAULTS.retry.has(code)) return 'retry';
  if (FAULTS.unreachable.has(code)) return 'unreachable';
  if (FAULTS.barred.has(code)) return 'barred';
  return FAULTS.reconnect.has(code) ? 'reconnect' : 'rejected';
}

function asCode(error: unknown): string | null {
  return typeof error === 'string' && /^[a-z][a-z0-9_]{1,60}$/.test(error) ? error : null;
}
