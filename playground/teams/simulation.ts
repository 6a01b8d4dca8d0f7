import type { BotTokens } from './bot-tokens.ts';
import type { PlannedFaults } from './faults.ts';
import type { SigningKey } from './keys.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ActivityResult, PlatformTimeouts } from './results.ts';
import type { JsonObject, TeamsPerson, World } from './world.ts';

/** One request that an app made, as `--record` writes it; it never contains a token or a secret. */
export interface RecordedRequest {
  readonly platform: 'teams';
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** One message that was accepted, whether or not the app received the answer. */
export interface AcceptedSend {
  readonly tenant: string;
  readonly conversation: string;
  readonly activityId: string;
  /** The line that Teams shows as a notification. */
  readonly summary: string;
  readonly text: string;
  readonly card: JsonObject | null;
  /** The whole activity as it was sent, including the app's `channelData`. */
  readonly activity: JsonObject;
  readonly at: Date;
}

/** The error that a person sees when the app gave no valid answer in time. */
export interface VisibleError extends TeamsPerson {
  /** The activity that failed: 'adaptiveCard/action', 'task/fetch', 'message', … */
  readonly activity: string;
  readonly reason: string;
}

interface OpenDialog extends TeamsPerson {
  readonly title: string;
  readonly card: JsonObject;
  /** The conversation with the message that opened it. */
  readonly conversation: string;
}

/** The state that the parts of the simulator share. */
export interface TeamsSimulation {
  readonly appId: string;
  readonly appPassword: string;
  /** The tenant in which the app is registered; the app may be used in others. */
  readonly tenantId: string;
  readonly appUrl: () => string;
  /** The address of the simulator, which is also its service URL. */
  readonly serviceUrl: () => string;
  /** The time that people see; it may be moved. */
  readonly now: () => Date;
  /** The machine's clock in milliseconds, for limits and expiry of tokens: real waiting uses no other clock. */
  readonly machineMs: () => number;
  /** How long people wait for the app's answers. */
  readonly timeouts: PlatformTimeouts;
  readonly key: SigningKey;
  readonly tokens: BotTokens;
  readonly world: World;
  readonly faults: PlannedFaults;
  /** Null when the limits are switched off. */
  readonly limits: { readonly sends: RateLimit; readonly requests: RateLimit } | null;
  readonly requests: RecordedRequest[];
  readonly sends: AcceptedSend[];
  readonly visibleErrors: VisibleError[];
  /** Addresses of pictures that could not be loaded. */
  readonly brokenPictures: string[];
  /** What one person saw and what is not kept in a chat: dialogs and short answers to a tap. */
  readonly seenPrivately: (TeamsPerson & { readonly kind: 'dialog' | 'note'; readonly content: unknown })[];
  readonly dialogs: Map<string, OpenDialog>;
  /** Functions that deliver an activity again, by its id. */
  readonly attempts: Map<string, () => Promise<ActivityResult>>;
  /** Aborted when the simulator closes, which ends every delay. */
  readonly closing: AbortSignal;
  /** The last activity id that was issued. */
  readonly ids: { last: number };
  /** A new activity id; ids increase with time, as in Teams. */
  readonly nextId: () => string;
  readonly changed: () => void;
}
