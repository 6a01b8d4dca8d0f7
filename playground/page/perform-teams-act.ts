import type { ActResult } from '../teams/results.ts';
import type { TeamsSimulator } from '../teams/simulator.ts';
import type { TeamsAct, Told } from './act.ts';

/** Lets a person act in the simulated Teams. @throws PolsslagError for something that they cannot do there */
export async function performTeamsAct(teams: TeamsSimulator, act: TeamsAct): Promise<Told> {
  const outcome = await doIt(teams, act);
  const result = outcome?.result;
  return {
    said: result?.kind === 'note' ? result.text : null,
    problem: result?.kind === 'error' ? result.reason : null,
  };
}

async function doIt(teams: TeamsSimulator, act: TeamsAct): Promise<ActResult | null> {
  const person = { tenant: act.tenant, user: act.user };
  switch (act.kind) {
    case 'teams-execute': {
      const { activityId, verb, data, inputs } = act;
      return teams.execute({
        ...person,
        ...placeOf(act),
        activityId,
        data,
        inputs,
        ...(verb === null ? {} : { verb }),
      });
    }
    case 'teams-open-dialog': {
      const { activityId, data, inputs } = act;
      return teams.openDialog({ ...person, ...placeOf(act), activityId, data, inputs });
    }
    case 'teams-submit-dialog':
      return teams.submitDialog(person, act.inputs, { data: act.data });
    case 'teams-close-dialog':
      teams.closeDialog(person);
      return null;
    case 'teams-type':
      return teams.typeMessage(person, act.text);
  }
}

function placeOf({ channel }: { channel: string | null }): { conversation?: string } {
  return channel === null ? {} : { conversation: channel };
}
