import { z } from 'zod';
import { parseArguments } from '../arguments.ts';
import { slackHandle } from '../json-shapes.ts';
import type { WebMethod } from '../method.ts';

const noArguments = z.strictObject({});

/** auth.test: tells which workspace and bot the token belongs to. */
export const authTest: WebMethod = (_context, workspace, args) => {
  parseArguments(noArguments, args);
  return {
    url: `https://${slackHandle(workspace.name)}.slack.com/`,
    team: workspace.name,
    user: 'polsslag',
    team_id: workspace.team,
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  };
};
