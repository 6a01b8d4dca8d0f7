import express, { type ErrorRequestHandler, type Response, Router } from 'express';
import pTimeout from 'p-timeout';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ChatEvent, ReceiveEvent, Reply } from '../../chat/event.ts';
import { EXCUSE, isExcused, isWaitedFor } from '../../chat/excuse.ts';
import type { StandingMessages } from '../../chat/standing-messages.ts';
import { type Activity, isPersonal } from './activity.ts';
import { type AdmissionOptions, createAdmission } from './admit.ts';
import { type Answer, answerCardAction, answerTask, answerUnreadable, followUpFor, type Place } from './answer.ts';
import { createBotToken } from './bot-token.ts';
import { readActivity } from './chat-event.ts';
import { createTokenCheck } from './check-token.ts';
import { createConnector } from './connector.ts';
import type { TeamsCredentials } from './credentials.ts';
import { createFollowUps, type FollowUps, reasonOf } from './follow-up.ts';

export interface TeamsReceiverOptions extends Omit<AdmissionOptions, 'tokens'> {
  readonly credentials: TeamsCredentials;
  readonly receive: ReceiveEvent;
  readonly messages: StandingMessages;
  /** How long the features may take, in milliseconds; Teams waits 5 s for an invoke and 15 s for anything else. */
  readonly patience?: Patience;
}

interface Patience {
  readonly invokeMs: number;
  readonly otherMs: number;
}

export interface TeamsReceiver {
  /**
   * Serves POST /api/messages. Answers 400 to what is no activity, 401 to a bad token, 403 to a foreign tenant, 413 to
   * more than 256 KB, 501 to an invoke that we do not know, 503 when Teams should try again.
   */
  readonly router: Router;
  /** Loads what the first activity needs, which takes a second; call it when the process has nothing better to do. */
  warmUp(): Promise<void>;
  /** Resolves when everything that was still to be done after an answer is done, or given up after six seconds. */
  settled(): Promise<void>;
}

const PATIENCE: Patience = { invokeMs: 4_500, otherMs: 14_000 };

/** @throws PolsslagError BAD_CONFIGURATION */
export function createTeamsReceiver(options: TeamsReceiverOptions): TeamsReceiver {
  const { credentials, messages, log } = options;
  const tokens = createTokenCheck(credentials);
  const admit = createAdmission({ ...options, tokens });
  const followUps = createFollowUps(createConnector(createBotToken(credentials)), messages, log);
  const router = Router();
  router.post('/api/messages', express.json({ limit: '256kb' }), async (req, res) => {
    const admission = await admit(req);
    if (admission.status === 200) await handle(admission.activity, admission.tenant, res, options, followUps);
    else res.status(admission.status).end();
  });
  router.use('/api/messages', answerFault(log));
  return { router, warmUp: tokens.warmUp, settled: followUps.settled };
}

async function handle(
  activity: Activity,
  tenant: string,
  res: Response,
  { receive, log, patience = PATIENCE }: TeamsReceiverOptions,
  followUps: FollowUps,
): Promise<void> {
  const came = performance.now();
  const reading = readActivity(activity, tenant);
  if (reading.kind === 'unreadable') {
    log.warn({ code: 'unreadable' }, 'teams: activity ignored');
    res.status(200).json(answerUnreadable(activity.name ?? null));
    return;
  }
  if (reading.kind !== 'event') {
    res.status({ closed: 200, nothing: 200, malformed: 400, unknown: 501 }[reading.kind]).end();
    return;
  }
  const occasion = { activity, tenant, came, from: reading.event.from };
  const { kind } = reading.event;
  const writable = isPersonal(activity) || kind === 'mentioned' || kind === 'added-among-others';
  const place = { messageId: reading.messageId, writable };
  const reply = receiveOrExcuse(reading.event, receive, log);
  const milliseconds = activity.type === 'invoke' ? patience.invokeMs : patience.otherMs;
  const early = await pTimeout(reply, { milliseconds, fallback: () => null });
  if (early === null) {
    res.status(503).end();
    followUps.start(
      reply.then((late) => followUpFor(late, place)),
      occasion,
    );
    return;
  }
  const { body, followUp } = answerFor(activity, early, place, reading.event);
  if (body === null) res.status(200).end();
  else res.status(200).json(body);
  followUps.start(Promise.resolve(followUp), occasion);
}

function answerFor(activity: Activity, reply: Reply, place: Place, event: ChatEvent): Answer {
  if (activity.type !== 'invoke') return { body: null, followUp: followUpFor(reply, place) };
  if (activity.name === 'adaptiveCard/action') return answerCardAction(reply, place);
  return answerTask(reply, place, event.kind === 'submission' ? event.values : {});
}

/** Whoever typed something hears that it does not work now; any other failure is for Teams to hear. */
async function receiveOrExcuse(event: ChatEvent, receive: ReceiveEvent, log: Logger): Promise<Reply> {
  try {
    return await receive(event);
  } catch (error) {
    if (!isWaitedFor(event) || !isExcused(error)) throw error;
    log.error({ reason: reasonOf(error) }, 'teams: could not handle an activity');
    return EXCUSE;
  }
}

const badBody = z.object({ status: z.int().min(400).max(499) });

/** A body that cannot be read is the sender's fault; anything else is ours, and Teams may try again. */
function answerFault(log: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const parsed = badBody.safeParse(error);
    if (!parsed.success) log.error({ reason: reasonOf(error) }, 'teams: could not handle an activity');
    res.status(parsed.success ? parsed.data.status : 503).end();
  };
}
