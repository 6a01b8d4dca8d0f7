import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { DeliveryError, type DeliveryFault } from '../../chat/platform.ts';
import { networkCode, neverArrived } from './network-error.ts';

/** What Slack's error codes mean to us (docs.slack.dev/reference/methods/chat.postMessage#errors); others: 'rejected'. */
const FAULTS: { readonly [fault in Exclude<DeliveryFault, 'rejected'>]: ReadonlySet<string> } = {
  retry: new Set([
    'ratelimited',
    'rate_limited',
    'internal_error',
    'fatal_error',
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
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
  ]),
  // An administrator of the workspace shuts us out, or switched off where we write to people: no token mends that.
  barred: new Set([
    'access_denied',
    'accesslimited',
    'ekm_access_denied',
    'messages_tab_disabled',
    'org_login_required',
    'restricted_action',
    'two_factor_setup_required',
  ]),
};

/** Slack may have done the work before it failed with one of these. */
const MAY_HAVE_WORKED: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout']);

/** The code of a failed call, for a log or a decision: never a text, an address or a token. */
export function slackErrorCode(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  if (error instanceof WebAPIRateLimitedError) return 'ratelimited';
  if (error instanceof WebAPIHTTPError) return `http_${error.statusCode}`;
  if (error instanceof WebAPIPlatformError) return asCode(error.data.error) ?? 'unreadable_response';
  if (error instanceof WebAPIRequestError) return networkCode(error.original);
  return networkCode(error);
}

/** What a failed Web API call means for the delivery. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const reason = slackErrorCode(error);
  if (error instanceof WebAPIRateLimitedError) {
    return new DeliveryError('retry', reason, { retryAfterMs: error.retryAfter * 1000, cause: error });
  }
  if (error instanceof WebAPIHTTPError) {
    return new DeliveryError('retry', reason, { inDoubt: error.statusCode >= 500, cause: error });
  }
  if (error instanceof WebAPIPlatformError) return fromPlatform(error, reason);
  const original = error instanceof WebAPIRequestError ? error.original : error;
  return new DeliveryError('retry', reason, { inDoubt: !neverArrived(original), cause: error });
}

function fromPlatform(error: WebAPIPlatformError, reason: string): DeliveryError {
  // Not JSON, or an error that is no code: something between us and Slack answered in its place, or cut it short.
  if (asCode(error.data.error) === null) return new DeliveryError('retry', reason, { inDoubt: true, cause: error });
  const seconds = error.data.response_metadata?.retryAfter;
  return new DeliveryError(faultOf(reason), reason, {
    retryAfterMs: seconds === undefined ? null : seconds * 1000,
    inDoubt: MAY_HAVE_WORKED.has(reason),
    cause: error,
  });
}

function faultOf(code: string): DeliveryFault {
  if (FAULTS.retry.has(code)) return 'retry';
  if (FAULTS.unreachable.has(code)) return 'unreachable';
  if (FAULTS.barred.has(code)) return 'barred';
  return FAULTS.reconnect.has(code) ? 'reconnect' : 'rejected';
}

function asCode(error: unknown): string | null {
  return typeof error === 'string' && /^[a-z][a-z0-9_]{1,60}$/.test(error) ? error : null;
}
