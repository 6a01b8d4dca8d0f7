import { z } from 'zod';
import type { ChatEvent } from '../../chat/event.ts';
import { actionName, carriedText, platformId } from '../../chat/incoming-text.ts';
import type { ActionData } from '../../chat/view.ts';
import { type Activity, isPersonal } from './activity.ts';
import { conversationOf } from './conversation.ts';
import { CLOSE_DATA } from './render-dialog.ts';

/** What an activity is to us. */
export type Reading =
  | { readonly kind: 'event'; readonly event: ChatEvent; readonly messageId: string | null }
  /** The person closes a dialog: nobody needs to know. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'nothing' }
  /** An invoke that we do not know. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' };

/** The variable part of an event. */
type What = ChatEvent extends infer Event ? (Event extends ChatEvent ? Omit<Event, 'id' | 'from'> : never) : never;

const NOTHING: Reading = { kind: 'nothing' };
const MALFORMED: Reading = { kind: 'malformed' };

/** Teams may add to what a button carries; only strings are ours. */
const strings = z
  .record(z.string(), z.unknown())
  .transform(
    (record): ActionData =>
      Object.fromEntries(
        Object.entries(record).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
      ),
  )
  .pipe(z.record(carriedText, carriedText));
const tapped = z.object({ action: actionName, data: strings });
const executed = z.object({ action: z.object({ verb: actionName, data: strings.default({}) }) });
const fetched = z.object({ data: tapped });
const submitted = z.object({
  data: tapped.extend({ message: platformId.optional() }).catchall(z.unknown()),
});
const closed = z.object({ data: z.object({ close: z.literal(CLOSE_DATA.close) }) });

/** Reads an activity of this tenant. */
export function readActivity(activity: Activity, tenant: string): Reading {
  switch (activity.type) {
    case 'message':
      return readMessage(activity, tenant);
    case 'invoke':
      return readInvoke(activity, tenant);
    case 'installationUpdate':
      return readInstallation(activity, tenant);
    case 'conversationUpdate':
      return readMembers(activity, tenant);
    default:
      return NOTHING;
  }
}

function readMessage(activity: Activity, tenant: string): Reading {
  if (activity.value !== undefined && activity.value !== null) {
    const tap = tapped.safeParse(activity.value);
    return tap.success ? asEvent(activity, tenant, { kind: 'tap', ...tap.data }) : MALFORMED;
  }
  // Elsewhere others would read the answer.
  if (!isPersonal(activity)) return NOTHING;
  return asEvent(activity, tenant, {
    kind: 'command',
    words: wordsOf(activity.text ?? ''),
    conversation: conversationOf(activity, tenant),
  });
}

/** The words without mentions, in lower case, one space between them. */
function wordsOf(text: string): string {
  return text
    .replace(/<at\b[^>]*>.*?<\/at>/gis, ' ')
    .replace(/&nbsp;/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function readInvoke(activity: Activity, tenant: string): Reading {
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const parsed = executed.safeParse(activity.value);
      if (!parsed.success) return MALFORMED;
      const { verb, data } = parsed.data.action;
      return asEvent(activity, tenant, { kind: 'tap', action: verb, data });
    }
    case 'task/fetch': {
      const parsed = fetched.safeParse(activity.value);
      return parsed.success ? asEvent(activity, tenant, { kind: 'tap', ...parsed.data.data }) : MALFORMED;
    }
    case 'task/submit':
      return readSubmission(activity, tenant);
    default:
      return { kind: 'unknown' };
  }
}

function readSubmission(activity: Activity, tenant: string): Reading {
  if (closed.safeParse(activity.value).success) return { kind: 'closed' };
  const parsed = submitted.safeParse(activity.value);
  if (!parsed.success) return MALFORMED;
  const { action, data, message, msteams: _, ...chosen } = parsed.data.data;
  const values = strings.safeParse(chosen);
  if (!values.success) return MALFORMED;
  const reading = asEvent(activity, tenant, { kind: 'submission', action, data, values: values.data });
  return reading.kind === 'event' ? { ...reading, messageId: message ?? reading.messageId } : reading;
}

function readInstallation(activity: Activity, tenant: string): Reading {
  if (!isPersonal(activity)) return NOTHING;
  if (activity.action === 'add' || activity.action === 'add-upgrade') return asConnected(activity, tenant);
  return activity.action === 'remove' ? asEvent(activity, tenant, { kind: 'disconnected' }) : NOTHING;
}

function readMembers(activity: Activity, tenant: string): Reading {
  if (!isPersonal(activity)) return NOTHING;
  const isBot = (member: { id: string }) => member.id === activity.recipient.id;
  if (activity.membersAdded?.some(isBot)) return asConnected(activity, tenant);
  return activity.membersRemoved?.some(isBot) ? asEvent(activity, tenant, { kind: 'disconnected' }) : NOTHING;
}

function asConnected(activity: Activity, tenant: string): Reading {
  return asEvent(activity, tenant, { kind: 'connected', conversation: conversationOf(activity, tenant) });
}

function asEvent(activity: Activity, tenant: string, what: What): Reading {
  const user = activity.from.aadObjectId;
  // Another bot, or a guest whom Entra does not know.
  if (user === undefined || user === null) return NOTHING;
  // Teams numbers the messages of each conversation by their time: the number alone is not unique.
  const id = `${activity.conversation.id}/${activity.id}`;
  const from = { platform: 'teams', workspace: tenant, user: user.toLowerCase() } as const;
  return { kind: 'event', event: { id, from, ...what }, messageId: activity.replyToId ?? null };
}
