import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An HTTP address at which a platform delivers its events. It is served before the Express app that handles all other
 * requests, because Express takes a quarter of the processor time of a tap.
 */
export interface Endpoint {
  /** In lower case, without a slash at the end. */
  readonly path: string;
  /** Answers one request, of any method. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}
