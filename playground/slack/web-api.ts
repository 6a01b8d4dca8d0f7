import type { Request, Response } from 'express';
import { answerUnderFault, bodyFields, type HttpAnswer, type RouteOptions, refusedCall } from './http-answer.ts';
import type { MethodContext, WebMethod } from './method.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import { authTest } from './methods/identity.ts';
import { viewMethods } from './methods/views.ts';
import { SlackFault } from './slack-fault.ts';
import type { Workspace } from './world.ts';

const METHODS: { readonly [name: string]: WebMethod } = {
  'auth.test': authTest,
  ...chatMethods,
  ...conversationMethods,
  ...viewMethods,
};

const CONNECTIONS_OPEN = 'apps.connections.open';

/** Answers `POST /api/<method>`: records the request, applies a planned fault, and calls the method. */
export function createWebApi(context: MethodContext, options: RouteOptions) {
  return async (req: Request<{ method: string }>, res: Response): Promise<void> => {
    const { method } = req.params;
    // Bolt's clients add team_id to every call; Slack uses it for organisation-wide apps only.
    const { token: fieldToken, team_id: _ignored, ...fields } = { ...req.query, ...bodyFields(req) };
    const args = decodeFields(fields);
    options.record(req, args);
    const token = bearer(req.get('authorization')) ?? (typeof fieldToken === 'string' ? fieldToken : null);
    await answerUnderFault(res, options.faults.next(method), options.closing, () =>
      answerCall(context, method, token, args),
    );
  };
}

function answerCall(
  context: MethodContext,
  name: string,
  token: string | null,
  args: { [key: string]: unknown },
): HttpAnswer {
  try {
    if (name === CONNECTIONS_OPEN) return ok(context, openConnection(context, token));
    const method = METHODS[name];
    if (!method) throw new SlackFault('unknown_method', { details: { req_method: name } });
    const workspace = authenticate(context, token);
    return ok(context, method(context, workspace, args));
  } catch (error) {
    if (error instanceof SlackFault) return refusedCall(error);
    throw error;
  }
}

function openConnection(context: MethodContext, token: string | null) {
  if (token === null) throw new SlackFault('not_authed');
  if (token.startsWith('xoxb-')) throw new SlackFault('not_allowed_token_type');
  if (token !== context.world.appToken) throw new SlackFault('invalid_auth');
  return { url: context.sockets.ticketUrl() };
}

function authenticate(context: MethodContext, token: string | null): Workspace {
  if (token === null) throw new SlackFault('not_authed');
  if (token === context.world.appToken) throw new SlackFault('not_allowed_token_type');
  const workspace = [...context.world.workspaces.values()].find(
    (one) => one.botToken === token || one.moreTokens.has(token),
  );
  if (!workspace) throw new SlackFault('invalid_auth');
  if (workspace.tokenFault) throw new SlackFault(workspace.tokenFault);
  return workspace;
}

function ok(context: MethodContext, body: HttpAnswer['body']): HttpAnswer {
  return { status: 200, headers: { 'x-oauth-scopes': context.scopes.join(',') }, body: { ok: true, ...body } };
}

function bearer(header: string | undefined): string | null {
  return /^Bearer (\S+)$/.exec(header ?? '')?.[1] ?? null;
}

/** Parses blocks, views and metadata, which form fields carry as JSON text; text that is no JSON stays text. */
function decodeFields(fields: { [key: string]: unknown }): { [key: string]: unknown } {
  const entries = Object.entries(fields).map(([name, value]) => [name, structured(name) ? decode(value) : value]);
  return Object.fromEntries(entries);
}

function structured(name: string): boolean {
  return name === 'blocks' || name === 'view' || name === 'metadata' || name === 'payload';
}

function decode(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
