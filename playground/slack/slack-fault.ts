/** An answer with `ok: false`: Slack's error code, and the other fields of the answer. */
export class SlackFault extends Error {
  override readonly name = 'SlackFault';
  readonly code: string;
  readonly details: { readonly [key: string]: unknown };
  /** Seconds for an answer with status 429; null for every other fault. */
  readonly retryAfterS: number | null;

  constructor(
    code: string,
    options: { details?: { readonly [key: string]: unknown }; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfterS = options.retryAfterS ?? null;
  }
}

/** A fault with response_metadata.messages, by which Slack explains invalid blocks and views. */
export function explainedFault(code: string, messages: readonly string[]): SlackFault {
  return new SlackFault(code, { details: { errors: messages, response_metadata: { messages } } });
}
