import type { Logger } from 'pino';
import type { PlatformName } from '../chat/address.ts';
import { DeliveryError } from '../chat/platform.ts';
import { errorCode } from '../error-code.ts';

/** What is told of the deliveries of a platform: the same words for each, with a code and never a content. */
export interface DeliveryLog {
  /** It came from somebody who may not come in, or from a workspace that we do not serve. */
  refused(code: string, workspace?: string): void;
  /** It was let in, and cannot be read. */
  ignored(code: string): void;
  /** It could not be handled: the platform is told so, and may send it again. */
  failed(error: unknown): void;
  /** It was handled, or is being handled, and the platform does not know. */
  unacknowledged(code: string): void;
  /** Somebody does not see what they should have. */
  notShown(error: unknown): void;
  /** Nothing comes from the platform, which we could not connect to; it is tried again. */
  notConnected(error: unknown): void;
}

/** Names, texts and ids of people never reach it; ids of workspaces do, for the operator must find them. */
export function createDeliveryLog(log: Logger, platform: PlatformName): DeliveryLog {
  return {
    refused: (code, workspace) =>
      log.warn({ platform, code, ...(workspace !== undefined && { workspace }) }, 'delivery refused'),
    ignored: (code) => log.warn({ platform, code }, 'delivery ignored'),
    failed: (error) => log.error({ platform, code: codeOf(error) }, 'delivery not handled'),
    unacknowledged: (code) => log.warn({ platform, code }, 'delivery not acknowledged'),
    notShown: (error) => log.warn({ platform, code: codeOf(error) }, 'reply not shown'),
    notConnected: (error) => log.warn({ platform, code: codeOf(error) }, 'not connected, tried again'),
  };
}

/** A code or the kind of error, never its text. */
function codeOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  return errorCode(error);
}
