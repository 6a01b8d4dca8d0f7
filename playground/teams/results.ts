import type { JsonObject } from './world.ts';

/* The outcome of a person's action: the app's answer, how Teams handles it, and what the person sees. */

export interface PlatformTimeouts {
  /** Milliseconds to wait for the answer to an invoke; after that a person sees an error. */
  readonly invokeMs: number;
  /** Milliseconds to wait for the answer to any other activity; after that it has failed. */
  readonly otherMs: number;
}

/** The app's answer; `status` is 0 when none came in time. */
export interface AppAnswer {
  readonly status: number;
  /** Parsed JSON, or null for an empty body. */
  readonly body: unknown;
  /** Null when an answer came; otherwise the reason why it did not. */
  readonly failure: 'unreachable' | 'too late' | 'not JSON' | null;
}

/** How Teams handles the answer to a tap. */
export type TapResult =
  | { readonly kind: 'replace'; readonly card: JsonObject }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'error'; readonly reason: string };

/** How Teams handles the answer to opening or submitting a dialog. */
export type DialogResult =
  | { readonly kind: 'show'; readonly title: string; readonly card: JsonObject }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'error'; readonly reason: string };

/** What a person sees; the reason of an error never contains text of theirs. */
export type Result = { readonly kind: 'delivered' } | TapResult | DialogResult;

/** The outcome of a person's action. */
export interface ActivityResult {
  /** The id of the delivered activity, which `redeliver` can send again. */
  readonly activityId: string;
  /** The app's HTTP status, or 0 without an answer. */
  readonly status: number;
  readonly result: Result;
}
