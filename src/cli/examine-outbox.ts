import { PLATFORMS } from '../chat/address.ts';
import type { Connection } from '../database/client.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import { createDeadLetterStore } from '../outbox/dead-letters.ts';
import { listDoubts } from '../outbox/doubt-store.ts';
import { listRests } from '../outbox/lane-store.ts';
import { laneOf, platformOf } from '../outbox/notification.ts';
import { countOutbox, type OutboxLoad } from '../outbox/outbox-count-store.ts';
import { readPause } from '../outbox/pause-store.ts';
import { listSilences } from '../outbox/silence-store.ts';
import { countOf } from '../text/numbers.ts';
import { type Finding, found } from './finding.ts';
import { knownRemedyFor, remedyFor } from './remedies.ts';
import { localTime } from './terminal.ts';

/** A message that has been due for this long shows that no worker sends, in seconds. */
const LATE_SECONDS = 600;

/** Checks whether messages are sent in time, and whether some were given up. */
export async function examineOutbox(prisma: Connection, now: Date, timezone: string): Promise<Finding[]> {
  const { lanes, failed } = await countOutbox(prisma, now, 1_000);
  const paused = await readPause(prisma, now);
  const barred = (await listRests(prisma)).flatMap(({ reason, ...rest }) =>
    reason === null ? [] : [{ ...rest, reason }],
  );
  const workspaces = (await Promise.all(PLATFORMS.map((platform) => listWorkspaces(prisma, platform)))).flat();
  const closed = workspaces.filter(({ connected }) => !connected);
  // No worker can send in these lanes, and other findings say why.
  const waiting = new Set([
    ...barred.map(({ lane }) => lane),
    ...closed.map((each) => laneOf(each.platform, each.workspace)),
  ]);
  const isLate = ({ lane, oldestDueSeconds }: OutboxLoad['lanes'][number]) =>
    oldestDueSeconds > LATE_SECONDS && !waiting.has(lane);
  const doubts = (await listDoubts(prisma, now, LATE_SECONDS)).filter(({ lane }) => !waiting.has(lane));
  // In these lanes only messages in doubt are late: a worker runs and will try them again.
  const onlyDoubted = new Set(doubts.filter(({ othersLate }) => !othersLate).map(({ lane }) => lane));
  const late = lanes.filter((each) => isLate(each) && !(each.failing === null && onlyDoubted.has(each.lane)));
  const failing = late.flatMap(({ failing: code, ...lane }) => (code === null ? [] : [{ ...lane, code }]));
  return [
    ...(paused === null
      ? [...examineLateness(late.length, failing), ...doubts.map((each) => examineDoubt(each, timezone))]
      : [examinePause(paused.since, timezone)]),
    ...barred.map(({ lane, until, reason }) => examineBar(lane, until, reason, timezone)),
    ...(await examineRefused(prisma, now, waiting)),
    ...(await listSilences(prisma, now)).map(examineSilence),
    ...(failed === 0
      ? []
      : [found.hint(`Messages: ${countOf(failed, 'was', 'were')} given up: polsslag queue failed says why.`)]),
  ];
}

interface FailingLane {
  readonly lane: string;
  readonly oldestDueSeconds: number;
  readonly code: string;
}

/** @param late how many lanes are late, including those that fail */
function examineLateness(late: number, failing: readonly FailingLane[]): Finding[] {
  if (late === 0) return [found.ok('Messages: none is late.')];
  const others = late - failing.length;
  return [
    ...failing.map(({ lane, oldestDueSeconds, code }) => {
      const why = code === '' ? '' : ` (${code})`;
      const since = countOf(Math.round(oldestDueSeconds / 60), 'minute');
      return found.hint(
        `Messages: ${lane} has taken none for ${since}${why}: they are tried again by themselves; see whether the platform is in trouble.`,
      );
    }),
    ...(others === 0
      ? []
      : [
          found.hint(
            `Messages: late in ${countOf(others, 'workspace or tenant', 'workspaces and tenants')}: see that a worker runs, and what it logs.`,
          ),
        ]),
  ];
}

/**
 * Explains messages in doubt: they are tried again without help and may arrive twice, so an operator need not look for
 * a fault.
 */
function examineDoubt(
  { lane, messages, since, nextTry }: Awaited<ReturnType<typeof listDoubts>>[number],
  timezone: string,
): Finding {
  return found.hint(
    `Messages: of ${countOf(messages, 'message')} in ${lane}, the oldest due ${localTime(since, timezone)}, the platform did not say whether it took them. Each is tried again by itself, five times at most, next ${localTime(nextTry, timezone)}; then polsslag queue failed names it. See whether the platform is in trouble.`,
  );
}

const WAY_BACK = {
  slack:
    "see in the app's settings that its event subscriptions and interactivity are on, and lead to PUBLIC_URL/slack/events",
  teams: 'see in the Azure portal that the messaging endpoint of the bot is PUBLIC_URL/api/messages',
} as const;

/**
 * A platform that takes our messages but delivers no events. Nobody else would notice: people who tap see an error for
 * a moment and think that it is their own.
 */
function examineSilence({ platform, people }: Awaited<ReturnType<typeof listSilences>>[number]): Finding {
  const name = platform === 'slack' ? 'Slack' : 'Teams';
  return found.hint(
    `${name}: ${people} people got their questions in the last days, and nothing came back, not even a word: ${WAY_BACK[platform]}.`,
  );
}

/** A workspace that refuses all messages for now: they wait, and nobody in it was given up. */
function examineBar(lane: string, until: Date, reason: string, timezone: string): Finding {
  const remedy = remedyFor({ reason, platform: platformOf(lane), to: 'person' });
  return found.hint(
    `Messages: ${lane} does not let us write (${reason}), next try ${localTime(until, timezone)}: ${remedy}`,
  );
}

const MAX_NAMED = 10;

/**
 * People to whom a workspace refuses messages while others get theirs, so that nobody would notice.
 * @param known lanes with a finding of their own
 */
async function examineRefused(prisma: Connection, now: Date, known: ReadonlySet<string>): Promise<Finding[]> {
  const refused = await createDeadLetterStore(prisma).refused(now);
  return refused.flatMap(({ lane, reason, to, whom }) => {
    const remedy = known.has(lane) ? null : knownRemedyFor({ reason, platform: platformOf(lane), to });
    if (remedy === null) return [];
    const names = [...whom.slice(0, MAX_NAMED), ...(whom.length > MAX_NAMED ? ['…'] : [])].join(', ');
    return [found.hint(`Messages: what is for ${names} does not get out through ${lane} (${reason}): ${remedy}`)];
  });
}

/** During a pause late messages are expected, so only the pause is reported. */
function examinePause(since: Date, timezone: string): Finding {
  return found.hint(
    `Messages: paused since ${localTime(since, timezone)}: nothing is planned or sent until polsslag resume.`,
  );
}
