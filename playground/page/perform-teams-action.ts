import type { ActivityResult } from '../teams/results.ts';
import type { TeamsSimulator } from '../teams/simulator.ts';
import type { ActionFeedback, TeamsPageAction } from './page-action.ts';

/** Performs a person's action in the simulated Teams. @throws PolsslagError when the person cannot do that there */
export async function performTeamsAction(teams: TeamsSimulator, action: TeamsPageAction): Promise<ActionFeedback> {
  const outcome = await dispatch(teams, action);
  const result = outcome?.result;
  return {
    said: result?.kind === 'note' ? result.text : null,
    problem: result?.kind === 'error' ? result.reason : null,
  };
}

async function dispatch(teams: TeamsSimulator, action: TeamsPageAction): Promise<ActivityResult | null> {
  const person = { tenant: action.tenant, user: action.user };
  switch (action.kind) {
    case 'teams-execute': {
      const { activityId, verb, data, inputs } = action;
      return teams.execute({
        ...person,
        ...placeOf(action),
        activityId,
        data,
        inputs,
        ...(verb === null ? {} : { verb }),
      });
    }
    case 'teams-open-dialog': {
      const { activityId, data, inputs } = action;
      return teams.openDialog({ ...person, ...placeOf(action), activityId, data, inputs });
    }
    case 'teams-submit-dialog':
      return teams.submitDialog(person, action.inputs, { data: action.data });
    case 'teams-close-dialog':
      teams.closeDialog(person);
      return null;
    case 'teams-type':
      return teams.typeMessage(person, action.text);
  }
}

function placeOf({ channel }: { channel: string | null }): { conversation?: string } {
  return channel === null ? {} : { conversation: channel };
}
