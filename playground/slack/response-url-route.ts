import type { Request, Response } from 'express';
import type { ResponseUrls } from './expiring-handles.ts';
import { answerUnderFault, bodyFields, type HttpAnswer, type RouteOptions } from './http-answer.ts';
import { answerThroughUrl } from './response-url.ts';
import { SlackFault } from './slack-fault.ts';
import type { World } from './world.ts';

/** The method name by which faults are planned for response_urls. */
const RESPONSE_URL = 'response_url';

/**
 * Answers `POST /actions/…` and `POST /commands/…`: 200, 404 for an address that is unknown or used up, 400 otherwise.
 */
export function createResponseUrlRoute(world: World, urls: ResponseUrls, options: RouteOptions) {
  return async (req: Request, res: Response): Promise<void> => {
    const fields = bodyFields(req);
    options.record(req, fields);
    await answerUnderFault(res, options.faults.next(RESPONSE_URL), options.closing, () =>
      accept(world, urls, req.path, fields),
    );
  };
}

function accept(world: World, urls: ResponseUrls, path: string, fields: { [key: string]: unknown }): HttpAnswer {
  try {
    answerThroughUrl(world, urls, path, fields);
    return { status: 200, headers: {}, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    const status = error.code.endsWith('_url') ? 404 : 400;
    return { status, headers: {}, body: { ok: false, error: error.code, ...error.details } };
  }
}
