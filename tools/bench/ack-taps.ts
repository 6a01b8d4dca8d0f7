import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { checkInView } from '../../src/features/check-in/view.ts';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { renderMessage, writeKey } from '../../src/platforms/slack/render.ts';
import { SIGNING_SECRET } from './process-options.ts';
import type { ResponseAddresses } from './response-addresses.ts';

/** A signed request like the one that Slack sends when a teacher taps. */
export interface TapRequest {
  /** Identifies its response_url. */
  readonly number: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An item of a check-in that has no answer yet. */
export interface OpenItem {
  readonly checkIn: string;
  readonly person: string;
  readonly circle: string;
  readonly user: string;
  readonly team: string;
  readonly item: string;
}

/** One tap for every item of every check-in of a week, so that no item is answered twice. */
export async function readTaps(
  client: pg.Client,
  week: string,
  instrument: Instrument,
  addresses: ResponseAddresses,
  now: Date,
): Promise<TapRequest[]> {
  const { rows } = await client.query<OpenItem>(
    `SELECT c.id AS "checkIn", c."personId" AS person, c."circleId" AS circle, a."externalId" AS user, w."externalId" AS team, i.item
       FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id
       JOIN "Account" a ON a."personId" = c."personId" JOIN "Workspace" w ON w.id = a."workspaceId"
      WHERE c.week = $1 ORDER BY i.position, c.id`,
    [week],
  );
  return rows.map((open, number) => tapOf(open, number, instrument, addresses.of(number), now));
}

/** Makes one signed tap. @param number unique for each tap */
export function tapOf(
  open: OpenItem,
  number: number,
  instrument: Instrument,
  responseUrl: string,
  now: Date,
): TapRequest {
  return sign(number, payloadOf(open, number, instrument, responseUrl, now), now);
}

/** The payload of a tap on the third of the seven answers; like Slack it includes the whole message. */
function payloadOf(open: OpenItem, number: number, instrument: Instrument, responseUrl: string, now: Date): unknown {
  const { checkIn, person, circle, user, team, item } = open;
  const items = instrument.items.slice(0, 3).map(({ code }) => ({ item: code, value: null, skipped: false }));
  const view = checkInView(
    {
      id: checkIn,
      personId: '',
      week: '2026-W47',
      language: 'nl',
      closesAt: new Date(8.64e15),
      takesPart: true,
      items,
    },
    instrument,
    now,
  );
  const seconds = Math.floor(now.getTime() / 1_000);
  const ts = `${seconds}.${String(number).padStart(6, '0')}`;
  return {
    type: 'block_actions',
    user: { id: user, username: 'teacher', name: 'teacher', team_id: team },
    api_app_id: 'A1',
    token: 'unused',
    container: { type: 'message', message_ts: ts, channel_id: 'D1', is_ephemeral: false },
    trigger_id: `${seconds}.${number}.bench`,
    team: { id: team, domain: 'board' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'D1', name: 'directmessage' },
    message: {
      type: 'message',
      user: 'UBOT',
      bot_id: 'B1',
      ts,
      team,
      ...renderMessage(view),
      metadata: writeKey(`check-in:${checkIn}`),
    },
    state: { values: {} },
    response_url: responseUrl,
    actions: [
      {
        type: 'button',
        action_id: 'check-in.answer#2',
        block_id: 'answers',
        text: { type: 'plain_text', text: 'Hooguit eens per maand', emoji: true },
        // Person and circle are for the limit, whose handler looks nothing up.
        value: JSON.stringify({ checkIn, item, value: '2', person, circle }),
        action_ts: ts,
      },
    ],
  };
}

function sign(number: number, payload: unknown, now: Date): TapRequest {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    number,
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}
