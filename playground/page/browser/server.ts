import { type ActionFeedback, actionFeedbackSchema, type PageAction } from '../page-action.ts';
import { type ClockMove, type PageState, pageStateSchema } from '../page-state.ts';

/**
 * @param slack whose Slack, as `workspace/user`; null for the first person's
 * @throws when the server does not answer, or not with a state
 */
export async function loadState(slack: string | null, teams: string | null): Promise<PageState> {
  const query = new URLSearchParams();
  if (slack !== null) query.set('slack', slack);
  if (teams !== null) query.set('teams', teams);
  const response = await fetch(`/playground/state?${query}`);
  return pageStateSchema.parse(await response.json());
}

/** Never rejects: what went wrong is in the feedback, for the person to see. */
export function sendPageAction(action: PageAction): Promise<ActionFeedback> {
  return post('/playground/act', action);
}

/** Resolves when the clock has arrived. */
export function moveClock(to: ClockMove): Promise<ActionFeedback> {
  return post('/playground/clock', { to });
}

async function post(path: string, body: unknown): Promise<ActionFeedback> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const told = actionFeedbackSchema.safeParse(await response.json().catch(() => null));
    return told.success ? told.data : { said: null, problem: `HTTP ${response.status}` };
  } catch {
    return { said: null, problem: 'no connection' };
  }
}
