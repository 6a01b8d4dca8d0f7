import type { BotTokens } from './bot-tokens.ts';
import type { PlannedFaults } from './faults.ts';
import type { SigningKey } from './keys.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ActivityResult, PlatformTimeouts } from './results.ts';
import type { JsonObject, TeamsPerson, World } from './world.ts';

/** One request that an app made, as `--record` writes it; never with a token or a secret. */
export interface RecordedRequest {
  readonly platform: 'teams';
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** One message that was accepted, whether or not the app heard of it. */
export interface AcceptedSend {
  readonly tenant: string;
  readonly conversation: string;
  readonly activityId: string;
  /** The line that Teams shows as a notification: what tells one message from another. */
  readonly summary: string;
  readonly text: string;
  readonly card: JsonObject | null;
  /** The whole activity as it was sent, with what an app keeps in its `channelData`. */
  readonly activity: JsonObject;
  readonly at: Date;
}

/** What a person sees instead of an answer when the app did not give a good one in time. */
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

/** What the parts of the simulator share. */
export interface TeamsSimulation {
  readonly appId: string;
  readonly appPassword: string;
  /** The tenant in which the app is registered; it need not be one that uses it. */
  readonly tenantId: string;
  readonly appUrl: () => string;
  /** The address of the simulator, which is its service URL too. */
  readonly serviceUrl: () => string;
  /** The time that people see; may be moved. */
  readonly now: () => Date;
  /** The machine's clock in milliseconds, for limits and the life of tokens: real waiting follows no other. */
  readonly machineMs: () => number;
  /** How long people wait for the app's answers. */
  readonly timeouts: PlatformTimeouts;
  readonly key: SigningKey;
  readonly tokens: BotTokens;
  readonly world: World;
  readonly faults: PlannedFaults;
  /** Null when limits are switched off. */
  readonly limits: { readonly sends: RateLimit; readonly requests: RateLimit } | null;
  readonly requests: RecordedRequest[];
  readonly sends: AcceptedSend[];
  readonly visibleErrors: VisibleError[];
  /** Addresses of pictures that Teams tried to load and could not. */
  readonly brokenPictures: string[];
  /** What only one person saw and what does not stay: dialogs and short answers to a tap. */
  readonly seenPrivately: (TeamsPerson & { readonly kind: 'dialog' | 'note'; readonly content: unknown })[];
  readonly dialogs: Map<string, OpenDialog>;
  /** How to deliver an activity once more, by its id. */
  readonly attempts: Map<string, () => Promise<ActivityResult>>;
  /** Aborted when the simulator closes: ends every delay. */
  readonly closing: AbortSignal;
  /** The last activity id that was given out. */
  readonly ids: { last: number };
  /** A new activity id, in order of time like Teams' own. */
  readonly nextId: () => string;
  readonly changed: () => void;
}
