import type { IncomingActivity } from './incoming-activities.ts';
import { CHANNEL_ISSUER } from './login-routes.ts';
import type { Simulation } from './simulation.ts';

export interface Patience {
  /** Teams shows a person an error when an invoke is not answered by then, in milliseconds. */
  readonly invokeMs: number;
  /** And it takes any other activity as failed by then. */
  readonly otherMs: number;
}

/** How long Teams itself waits. */
export const PATIENCE: Patience = { invokeMs: 5_000, otherMs: 15_000 };

const TOKEN_LIFETIME_S = 3_600;

/** What the app answered; `status` is 0 when it did not, or not in time. */
export interface AppAnswer {
  readonly status: number;
  /** Parsed JSON, or null for an empty body. */
  readonly body: unknown;
  /** Null when the answer came; else why not. */
  readonly failure: 'unreachable' | 'too late' | 'not JSON' | null;
}

/** Sends one activity to the app, signed by the channel, and waits as long as Teams does. */
export async function deliver(simulation: Simulation, activity: IncomingActivity): Promise<AppAnswer> {
  const { key, appId, serviceUrl, patience } = simulation;
  const token = await key.sign({ iss: CHANNEL_ISSUER, aud: appId, serviceurl: serviceUrl() }, TOKEN_LIFETIME_S);
  const waitMs = activity.type === 'invoke' ? patience.invokeMs : patience.otherMs;
  const timeout = AbortSignal.timeout(waitMs);
  try {
    const response = await fetch(`${simulation.appUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
      body: JSON.stringify(activity),
      signal: AbortSignal.any([timeout, simulation.closing]),
    });
    return readAnswer(response.status, await response.text());
  } catch {
    return { status: 0, body: null, failure: timeout.aborted ? 'too late' : 'unreachable' };
  }
}

function readAnswer(status: number, text: string): AppAnswer {
  if (text === '') return { status, body: null, failure: null };
  try {
    return { status, body: JSON.parse(text), failure: null };
  } catch {
    return { status, body: null, failure: 'not JSON' };
  }
}
