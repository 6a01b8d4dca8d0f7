import type { ServerResponse } from 'node:http';
import pTimeout from 'p-timeout';
import type { Logger } from 'pino';
import type { ChatUser } from '../../chat/address.ts';
import type { ChatEvent, ReceiveEvent, Reply } from '../../chat/event.ts';
import { excuseFor } from '../../chat/excuse.ts';
import type { StandingMessages } from '../../chat/standing-messages.ts';
import type { Receiver } from '../adapter.ts';
import { createDeliveryLog, type DeliveryLog } from '../delivery-log.ts';
import { end, receivePosts } from '../receive-posts.ts';
import { type Admission, createAdmission } from './admit.ts';
import { createConnector } from './client.ts';
import { TEAMS_PATH } from './credentials.ts';
import { readActivity } from './parse.ts';
import { type Activity, isPersonal } from './parse-schema.ts';
import { answerFor, answerUnreadable, createFollowUps, followUpFor } from './reply.ts';

type AdmissionOptions = Parameters<typeof createAdmission>[0];

interface TeamsReceiverOptions extends AdmissionOptions {
  readonly receive: ReceiveEvent;
  /** Whether we know this person: then their tenant may only have been shut out since. */
  readonly isOurs: (user: ChatUser) => Promise<boolean>;
  readonly messages: StandingMessages;
  /** How long the features may take, in milliseconds; Teams waits 5 s for an invoke and 15 s for anything else. */
  readonly timeouts?: Timeouts;
  readonly log: Logger;
}

interface Timeouts {
  readonly invokeMs: number;
  readonly otherMs: number;
}

const TIMEOUTS: Timeouts = { invokeMs: 4_500, otherMs: 14_000 };

/**
 * Receives from Teams: every activity becomes a chat event, and its reply is shown. It answers 400 to anything but an
 * activity, 401 to an invalid token, 403 to an unknown tenant (but handles what known people type there), 405 to methods
 * other than POST, 413 to a long body, 501 to an unknown invoke, and 503 when Teams should try again.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createTeamsReceiver(options: TeamsReceiverOptions): Receiver {
  const { credentials, messages } = options;
  const log = createDeliveryLog(options.log, 'teams');
  const { admit, warmUp } = createAdmission(options, log);
  const followUps = createFollowUps(createConnector(credentials), messages, log);
  const handling: Handling = { ...options, followUps, deliveryLog: log };
  const endpoint = receivePosts(
    TEAMS_PATH,
    async ({ headers, text }, response) => {
      const body = parseBody(text);
      if (body === undefined) log.refused('bad_body');
      const admission = await admit({ headers, body });
      if (admission.status === 200) await handleActivity(admission.activity, admission.tenant, response, handling);
      else if (admission.status === 403) end(response, (await heardUnseen(admission, handling)) ? 200 : 403);
      else end(response, admission.status);
    },
    503,
    log,
  );
  return { endpoint, start: warmUp, stop: followUps.settled };
}

/**
 * Handles what a known person types although the operator has disallowed their tenant, without any answer. Somebody who types
 * that they stop would otherwise be asked again as soon as the tenant is allowed.
 */
async function heardUnseen(
  { activity, tenant }: Extract<Admission, { status: 403 }>,
  { receive, isOurs, deliveryLog: log }: Handling,
): Promise<boolean> {
  const reading = tenant !== null && isPersonal(activity) ? readActivity(activity, tenant) : null;
  const isTyped = reading?.kind === 'event' && reading.event.kind === 'command';
  if (!isTyped || !(await isOurs(reading.event.from))) {
    log.refused('unknown_workspace', tenant ?? undefined);
    return false;
  }
  await receive(reading.event);
  log.notShown(Object.assign(new Error('the tenant is disallowed'), { code: 'tenant_shut_out' }));
  return true;
}

/** What handling an activity needs. */
interface Handling extends TeamsReceiverOptions {
  readonly followUps: ReturnType<typeof createFollowUps>;
  readonly deliveryLog: DeliveryLog;
}

async function handleActivity(
  activity: Activity,
  tenant: string,
  response: ServerResponse,
  { receive, deliveryLog: log, timeouts = TIMEOUTS, followUps }: Handling,
): Promise<void> {
  const came = performance.now();
  const reading = readActivity(activity, tenant);
  if (reading.kind === 'unreadable') {
    log.ignored('unreadable');
    return sendJson(response, answerUnreadable(activity.name ?? null));
  }
  if (reading.kind !== 'event') {
    return end(response, { closed: 200, nothing: 200, malformed: 400, unknown: 501 }[reading.kind]);
  }
  const { event, messageId } = reading;
  const occasion = { activity, tenant, came, from: event.from };
  const writable = isPersonal(activity) || event.kind === 'mentioned' || event.kind === 'added-among-others';
  const place = { messageId, activityId: activity.id, writable };
  const reply = receiveOrExcuse(event, receive, log);
  const milliseconds = activity.type === 'invoke' ? timeouts.invokeMs : timeouts.otherMs;
  const early = await pTimeout(reply, { milliseconds, fallback: () => null });
  if (early === null) {
    log.unacknowledged('too_slow');
    end(response, 503);
    followUps.start(
      reply.then((late) => followUpFor(late, place)),
      occasion,
    );
    return;
  }
  const { body, followUp } = answerFor(activity, early, place, event);
  const left = followUps.ahead(followUp, occasion);
  await pTimeout(left, {
    milliseconds: Math.max(1, milliseconds - (performance.now() - came)),
    fallback: () => null,
  });
  if (body === null) end(response, 200);
  else sendJson(response, body);
  followUps.start(left, occasion);
}

/** @returns undefined when the text is not JSON */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

/** Tells people who typed something to try again when it fails; any other failure is reported to Teams. */
async function receiveOrExcuse(event: ChatEvent, receive: ReceiveEvent, log: DeliveryLog): Promise<Reply> {
  try {
    return await receive(event);
  } catch (error) {
    const excuse = excuseFor(event, error);
    if (excuse === null) throw error;
    log.failed(error);
    return excuse;
  }
}
