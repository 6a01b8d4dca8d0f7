import type { JsonObject } from './world.ts';

/* What comes of what a person does: the app's answer, what Teams makes of it, and what they see. */

export interface PlatformTimeouts {
  /** Teams shows a person an error when an invoke is not answered by then, in milliseconds. */
  readonly invokeMs: number;
  /** And it takes any other activity as failed by then. */
  readonly otherMs: number;
}

/** What the app answered; `status` is 0 when it did not, or not in time. */
export interface AppAnswer {
  readonly status: number;
  /** Parsed JSON, or null for an empty body. */
  readonly body: unknown;
  /** Null when the answer came; else why not. */
  readonly failure: 'unreachable' | 'too late' | 'not JSON' | null;
}

/** What an answer to a tap makes Teams do. */
export type TapResult =
  | { readonly kind: 'replace'; readonly card: JsonObject }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'error'; readonly reason: string };

/** What an answer to opening or submitting a dialog makes Teams do. */
export type DialogResult =
  | { readonly kind: 'show'; readonly title: string; readonly card: JsonObject }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'error'; readonly reason: string };

/** What a person sees happen; an error's reason never holds a text of theirs. */
export type Result = { readonly kind: 'delivered' } | TapResult | DialogResult;

/** What came of something that a person did. */
export interface ActivityResult {
  /** The id of the activity that was delivered; `redeliver` sends it once more. */
  readonly activityId: string;
  /** The app's HTTP status, or 0 without an answer. */
  readonly status: number;
  readonly result: Result;
}
