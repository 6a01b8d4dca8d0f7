import { z } from 'zod';
import { flagSchema, parseArguments } from '../arguments.ts';
import { handle, userJson } from '../json-shapes.ts';
import { type Method, requireScope } from '../method.ts';
import { SlackFault } from '../slack-fault.ts';

export const authTest: Method = (_context, workspace, args) => {
  parseArguments(z.strictObject({}), args);
  return {
    url: `https://${handle(workspace.name)}.slack.com/`,
    team: workspace.name,
    user: 'polsslag',
    team_id: workspace.team,
    user_id: workspace.botUser,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  };
};

const infoSchema = z.strictObject({ user: z.string().min(1), include_locale: flagSchema.default(false) });

export const usersInfo: Method = (context, workspace, args) => {
  requireScope(context, 'users:read');
  const call = parseArguments(infoSchema, args);
  const person = workspace.people.get(call.user);
  if (!person) throw new SlackFault('user_not_found');
  return { user: { ...userJson(workspace, person), ...(call.include_locale ? { locale: 'nl-NL' } : {}) } };
};
