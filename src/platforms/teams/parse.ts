import { z } from 'zod';
import type { ConversationReference } from '../../chat/address.ts';
import type { ChatEvent } from '../../chat/event.ts';
import { readFields } from '../../chat/field-values.ts';
import { actionName, carriedText, platformId } from '../../chat/incoming-text.ts';
import type { ActionData, FieldValues } from '../../chat/view.ts';
import { wordless } from '../../chat/wordless.ts';
import { sha256 } from '../../sha256.ts';
import { conversationOf } from './conversation.ts';
import { type Activity, isPersonal } from './parse-schema.ts';
import { NO_SUBMISSION } from './render-dialog.ts';
import { readField } from './render-field.ts';

/** The meaning of an activity. */
type Incoming =
  | { readonly kind: 'event'; readonly event: ChatEvent; readonly messageId: string | null }
  /** The person closed a dialog, which needs no action. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'nothing' }
  /** An invoke that we do not know. */
  | { readonly kind: 'unknown' }
  /** A tap or a submission of ours that cannot be read. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'malformed' };

/** The variable part of an event. */
type What = ChatEvent extends infer Event ? (Event extends ChatEvent ? Omit<Event, 'id' | 'from'> : never) : never;

const NOTHING: Incoming = { kind: 'nothing' };
const MALFORMED: Incoming = { kind: 'malformed' };
const UNREADABLE: Incoming = { kind: 'unreadable' };

/** Teams may add data to a button's; ours are only strings. */
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
  data: tapped
    .extend({
      message: platformId.optional(),
      opened: platformId.optional(),
      tap: z.literal(NO_SUBMISSION.tapping.tap).optional(),
    })
    .catchall(z.unknown()),
});
const closed = z.object({ data: z.object({ close: z.literal(NO_SUBMISSION.closing.close) }) });

/** Reads an activity of this tenant. */
export function readActivity(activity: Activity, tenant: string): Incoming {
  switch (activity.type) {
    case 'message':
      return readMessage(activity, tenant);
    case 'messageUpdate':
      return readEdit(activity, tenant);
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

function readMessage(activity: Activity, tenant: string): Incoming {
  if (activity.value !== undefined && activity.value !== null) {
    const tap = tapped.safeParse(activity.value);
    return tap.success
      ? asEvent(activity, tenant, { kind: 'tap', ...tap.data, ...whereDone(activity, tenant) })
      : MALFORMED;
  }
  if (isPersonal(activity)) return asEvent(activity, tenant, commandIn(activity, tenant));
  // Elsewhere others can read the answer, so only a mention gets one.
  return mentionsApp(activity) ? asEvent(activity, tenant, { kind: 'mentioned' }) : NOTHING;
}

/** Reads an edited message. It keeps its id, so the time is added to tell editions apart. */
function readEdit(activity: Activity, tenant: string): Incoming {
  if (!isPersonal(activity) || activity.channelData?.eventType !== 'editMessage') return NOTHING;
  const edition = { ...activity, id: `${activity.id}/${activity.timestamp ?? ''}` };
  return asEvent(edition, tenant, commandIn(activity, tenant));
}

function commandIn(activity: Activity, tenant: string): What {
  const text = activity.text ?? '';
  return {
    kind: 'command',
    words: plainWords(text),
    // A message with only a mention calls the app and is not wordless.
    ...(!/<at\b/i.test(text) && wordless(withoutMarkUp(text))),
    conversation: conversationOf(activity, tenant),
  };
}

/** The words of a text without mentions and mark-up, in lower case and separated by single spaces. */
function plainWords(text: string): string {
  return withoutMarkUp(text.replace(/<at\b[^>]*>.*?<\/at>/gis, ' '))
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function withoutMarkUp(text: string): string {
  return text.replace(/<[^>]*>/g, ' ').replace(/&#?\w+;/g, ' ');
}

function readInvoke(activity: Activity, tenant: string): Incoming {
  switch (activity.name) {
    case 'adaptiveCard/action': {
      const parsed = executed.safeParse(activity.value);
      if (!parsed.success) return UNREADABLE;
      const { verb, data } = parsed.data.action;
      return asEvent(activity, tenant, { kind: 'tap', action: verb, data, ...whereDone(activity, tenant) });
    }
    case 'task/fetch': {
      const parsed = fetched.safeParse(activity.value);
      return parsed.success
        ? asEvent(activity, tenant, { kind: 'tap', ...parsed.data.data, ...whereDone(activity, tenant) })
        : UNREADABLE;
    }
    case 'task/submit':
      return readSubmission(activity, tenant);
    default:
      return { kind: 'unknown' };
  }
}

function readSubmission(activity: Activity, tenant: string): Incoming {
  if (closed.safeParse(activity.value).success) return { kind: 'closed' };
  const parsed = submitted.safeParse(activity.value);
  if (!parsed.success) return UNREADABLE;
  const { action, data, message, opened, tap, ...filledIn } = parsed.data.data;
  const values = readFields(Object.entries(filledIn).flatMap(([id, value]) => readField(id, value) ?? []));
  if (values === null) return UNREADABLE;
  const act = { action, data, ...whereDone(activity, tenant) };
  const known = opened === undefined ? {} : { dialogId: dialogIdOf(activity, opened, values) };
  const what: What = tap ? { kind: 'tap', ...act } : { kind: 'submission', ...act, values, ...known };
  const reading = asEvent(activity, tenant, what);
  return reading.kind === 'event' ? { ...reading, messageId: message ?? reading.messageId } : reading;
}

/** A changed dialog has another id when it is sent again. */
function dialogIdOf({ conversation, from }: Activity, opened: string, values: FieldValues): string {
  return `${conversation.id}/${opened}/${from.aadObjectId ?? ''}/${sha256(JSON.stringify(values))}`;
}

function readInstallation(activity: Activity, tenant: string): Incoming {
  if (!isPersonal(activity)) return NOTHING;
  // Teams reports an installation here and as a new member; only one of them asks for a greeting.
  if (activity.action === 'add') return asConnected(activity, tenant, true);
  if (activity.action === 'add-upgrade') return asConnected(activity, tenant, false);
  return activity.action === 'remove' ? asEvent(activity, tenant, { kind: 'disconnected' }) : NOTHING;
}

function readMembers(activity: Activity, tenant: string): Incoming {
  const isBot = (member: { id: string }) => member.id === activity.recipient.id;
  if (!isPersonal(activity)) {
    // The installation is reported separately as well; one of them is enough.
    return activity.membersAdded?.some(isBot) ? asEvent(activity, tenant, { kind: 'added-among-others' }) : NOTHING;
  }
  if (activity.membersAdded?.some(isBot)) return asConnected(activity, tenant, false);
  return activity.membersRemoved?.some(isBot) ? asEvent(activity, tenant, { kind: 'disconnected' }) : NOTHING;
}

/** Where it happened: how to write there again, or in which channel. */
function whereDone(
  activity: Activity,
  tenant: string,
): { readonly channel?: string; readonly conversation?: ConversationReference } {
  const channel = channelOf(activity);
  if (channel !== null) return { channel };
  return isPersonal(activity) ? { conversation: conversationOf(activity, tenant) } : {};
}

function asConnected(activity: Activity, tenant: string, greet: boolean): Incoming {
  return asEvent(activity, tenant, { kind: 'connected', conversation: conversationOf(activity, tenant), greet });
}

function asEvent(activity: Activity, tenant: string, what: What): Incoming {
  const user = activity.from.aadObjectId;
  // Another bot, or a guest unknown to Entra. An invoke without an answer would look as if it was done.
  if (user === undefined || user === null) return activity.type === 'invoke' ? UNREADABLE : NOTHING;
  // Teams numbers the messages of each conversation by their time, so that the number alone is not unique.
  const id = `${activity.conversation.id}/${activity.id}`;
  const from = { platform: 'teams', workspace: tenant, user: user.toLowerCase() } as const;
  return { kind: 'event', event: { id, from, ...what }, messageId: activity.replyToId ?? null };
}

/** Whether the app is mentioned. */
function mentionsApp(activity: Activity): boolean {
  return activity.entities?.some(({ mentioned }) => mentioned?.id === activity.recipient.id) ?? false;
}

/** The channel or group chat in which it happened, without its thread; null where nobody else can read it. */
function channelOf({ conversation }: Activity): string | null {
  const { conversationType, id } = conversation;
  const isShared = conversationType === 'channel' || conversationType === 'groupChat';
  return isShared ? (id.split(';messageid=')[0] ?? null) : null;
}
