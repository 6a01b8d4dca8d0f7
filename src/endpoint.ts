import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An address at which a platform delivers. It is reached before the Express app of everything else, which takes a quarter of the
 * processor time of a tap.
 */
export interface Endpoint {
  /** In small letters, without a slash at the end. */
  readonly path: string;
  /** Answers one request, of any method. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}
