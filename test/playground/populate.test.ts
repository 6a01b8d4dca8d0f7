import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PEOPLE, TEAMS_CHANNEL, TEAMS_TENANT } from '../../playground/partnership.ts';
import { installTeams } from '../../playground/populate.ts';
import { type Simulators, startSimulators } from '../../playground/simulators.ts';
import { listen, stopListening } from '../listen.ts';

describe('adding the app in the simulated Teams', () => {
  let simulators: Simulators;
  let url = '';
  let refusals = 0;
  let heard = 0;
  const app = createServer((request, response) => {
    request.resume();
    if (refusals > 0) {
      refusals -= 1;
      response.writeHead(503).end();
    } else {
      heard += 1;
      response.writeHead(200).end();
    }
  });

  beforeAll(async () => {
    url = await listen(app);
    simulators = await startSimulators({ now: () => new Date() }, () => url, { limits: false });
    const { teams } = simulators;
    teams.addTenant(TEAMS_TENANT);
    for (const { platform, workspace, user, name } of PEOPLE) {
      if (platform === 'teams') teams.addUser({ tenant: workspace, user, name });
    }
    teams.addChannel(TEAMS_CHANNEL);
  });
  afterAll(async () => {
    await simulators.close();
    await stopListening(app);
  });

  it('is reported again to an app that could not handle it', async () => {
    const places = PEOPLE.filter(({ platform }) => platform === 'teams').length + 1;
    refusals = 2 * (places - 1);
    await installTeams(simulators);
    // Each causes two activities; for refused ones, the second is delivered again.
    expect(heard).toBe(places - 1 + 2);
  });

  it('tells why when it keeps failing', async () => {
    await stopListening(app);
    await expect(installTeams(simulators)).rejects.toThrow(
      'The app could not be added in the simulated Teams: unreachable.',
    );
  });
});
