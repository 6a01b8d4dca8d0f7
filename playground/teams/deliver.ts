import type { IncomingActivity } from './incoming-activities.ts';
import { CHANNEL_ISSUER } from './login-routes.ts';
import type { AppAnswer, PlatformTimeouts } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';

/** How long Teams itself waits, in milliseconds. */
export const TIMEOUTS: PlatformTimeouts = { invokeMs: 5_000, otherMs: 15_000 };

const TOKEN_LIFETIME_S = 3_600;

/** Sends one activity to the app, signed as the channel does, and waits as long as Teams does. */
export async function deliver(simulation: TeamsSimulation, activity: IncomingActivity): Promise<AppAnswer> {
  const { key, appId, serviceUrl, timeouts } = simulation;
  const token = await key.sign({ iss: CHANNEL_ISSUER, aud: appId, serviceurl: serviceUrl() }, TOKEN_LIFETIME_S);
  const waitMs = activity.type === 'invoke' ? timeouts.invokeMs : timeouts.otherMs;
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
