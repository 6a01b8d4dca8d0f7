import type { Logger } from 'pino';
import type { PlatformName } from '../chat/address.ts';
import { DeliveryError } from '../chat/platform.ts';
import { errorCode } from '../error-code.ts';
import { saySeldom } from '../say-seldom.ts';

/** The log of a platform's deliveries: the same messages for each platform, each once a minute, with codes and never content. */
export interface DeliveryLog {
  /** It came from somebody without access, or from a workspace that we do not serve. */
  refused(code: string, workspace?: string): void;
  /** It is authentic but cannot be read. */
  ignored(code: string): void;
  /** It could not be handled; the platform is told so, and may send it again. */
  failed(error: unknown): void;
  /** It was handled, or is being handled, but the platform does not know. */
  unacknowledged(code: string): void;
  /** A reply could not be shown. */
  notShown(error: unknown): void;
  /** The connection to the platform failed, so that nothing is received; it is tried again. */
  notConnected(error: unknown): void;
}

/** Names, texts and ids of people never reach the log; ids of workspaces do, because an operator must find them. */
export function createDeliveryLog(log: Logger, platform: PlatformName): DeliveryLog {
  // Others decide how often these come: with a line for each, somebody from outside, or an outage, could fill the disk.
  const warn = saySeldom((trouble, what) => log.warn(trouble, what));
  const fail = saySeldom((trouble, what) => log.error(trouble, what));
  return {
    refused: (code, workspace) =>
      warn({ platform, code, ...(workspace !== undefined && { workspace }) }, 'delivery refused'),
    ignored: (code) => warn({ platform, code }, 'delivery ignored'),
    failed: (error) => fail({ platform, code: codeOf(error) }, 'delivery not handled'),
    unacknowledged: (code) => warn({ platform, code }, 'delivery not acknowledged'),
    notShown: (error) => warn({ platform, code: codeOf(error) }, 'reply not shown'),
    notConnected: (error) => log.warn({ platform, code: codeOf(error) }, 'not connected, tried again'),
  };
}

/** The code or kind of an error, never its text. */
function codeOf(error: unknown): string {
  if (error instanceof DeliveryError) return error.message;
  return errorCode(error);
}
