import { type ActionFeedback, actionFeedbackSchema, type PageAction } from '../page-action.ts';
import { type ClockMove, type PageState, pageStateSchema } from '../page-state.ts';

/**
 * Loads the state of the page.
 * @param slack the person whose Slack to show, as `workspace/user`; null for the first person
 * @param teams the same for Teams
 * @throws Error when the server does not answer, or its answer is not a state
 */
export async function loadState(slack: string | null, teams: string | null): Promise<PageState> {
  const query = new URLSearchParams();
  if (slack !== null) query.set('slack', slack);
  if (teams !== null) query.set('teams', teams);
  const response = await fetch(`/playground/state?${query}`);
  return pageStateSchema.parse(await response.json());
}

/** Sends an action. It never rejects: a failure is in the feedback, for the user to see. */
export function sendPageAction(action: PageAction): Promise<ActionFeedback> {
  return post('/playground/act', action);
}

/** Moves the clock; resolves when it has arrived, and never rejects. */
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
