import { z } from 'zod';
import { blockSchema } from '../slack/block-schema.ts';

/* What the playground's server sends to its page; both sides use these schemas. */

const person = z.object({
  /** Slack team id, or Teams tenant id. */
  workspace: z.string(),
  user: z.string(),
  name: z.string(),
  role: z.enum(['teacher', 'newcomer', 'supervisor']),
});

const slackMessage = z.object({
  ts: z.string(),
  fromApp: z.boolean(),
  author: z.string(),
  /** Slack mark-up. */
  text: z.string(),
  blocks: z.array(blockSchema),
  edited: z.boolean(),
  /** True for an ephemeral message, which only this person sees. */
  onlyYou: z.boolean(),
});

const slackModal = z.object({
  id: z.string(),
  title: z.string(),
  /** Null for a modal without a submit button. */
  submit: z.string().nullable(),
  close: z.string().nullable(),
  blocks: z.array(blockSchema),
  /** The app's error messages by block_id. */
  errors: z.record(z.string(), z.string()),
});

const teamsCard = z.record(z.string(), z.unknown());

const teamsMessage = z.object({
  id: z.string(),
  fromApp: z.boolean(),
  author: z.string(),
  text: z.string(),
  card: teamsCard.nullable(),
  /** ISO 8601. */
  at: z.string(),
  edited: z.boolean(),
});

const teamsDialog = z.object({ title: z.string(), card: teamsCard });

const slackScreen = z.object({
  person,
  workspaceName: z.string(),
  /** Null as long as this person has no conversation with the app. */
  channel: z.string().nullable(),
  messages: z.array(slackMessage),
  home: z.array(blockSchema).nullable(),
  modal: slackModal.nullable(),
});

const teamsScreen = z.object({
  person,
  workspaceName: z.string(),
  installed: z.boolean(),
  messages: z.array(teamsMessage),
  dialog: teamsDialog.nullable(),
});

const channelCommon = {
  workspace: z.string(),
  workspaceName: z.string(),
  channel: z.string(),
  name: z.string(),
  /** The person who acts in the channel on the page: a supervisor if there is one, otherwise any member. */
  member: person.nullable(),
};

const channel = z.discriminatedUnion('platform', [
  z.object({
    platform: z.literal('slack'),
    ...channelCommon,
    messages: z.array(slackMessage),
    modal: slackModal.nullable(),
  }),
  z.object({
    platform: z.literal('teams'),
    ...channelCommon,
    messages: z.array(teamsMessage),
    dialog: teamsDialog.nullable(),
  }),
]);

export const clockMoveSchema = z.enum(['next-hour', 'next-day', 'next-check-in', 'next-monday']);

/** A word that people can type to the app, in both languages of the page, and the group that it is meant for. */
const word = z.object({ nl: z.string(), en: z.string(), for: z.enum(['teachers', 'supervisors', 'everybody']) });

export const pageStateSchema = z.object({
  /** The simulated time, ISO 8601. */
  now: z.string(),
  /** The move that the clock is making, or null. */
  moving: clockMoveSchema.nullable(),
  words: z.array(word),
  /** `shown` is null for a platform without people. */
  slack: z.object({ people: z.array(person), shown: slackScreen.nullable() }),
  teams: z.object({ people: z.array(person), shown: teamsScreen.nullable() }),
  channels: z.array(channel),
});

export type PageState = z.infer<typeof pageStateSchema>;
export type PersonId = Pick<PagePerson, 'workspace' | 'user'>;
/** A newcomer is a teacher who has not been asked for consent yet. Null for people who cannot be played. */
export type RoleOf = (person: PersonId) => PagePerson['role'] | null;
export type PagePerson = z.infer<typeof person>;
export type PageChannel = z.infer<typeof channel>;
/** Chooses the person who acts in a channel: a supervisor if there is one, otherwise the first. */
export function memberOf(people: readonly PagePerson[]): PagePerson | null {
  return people.find(({ role }) => role === 'supervisor') ?? people[0] ?? null;
}

/** Compares by workspace (or tenant) and user id, because names are not unique. */
export function isSame(person: PersonId, other: PersonId | null): boolean {
  return person.workspace === other?.workspace && person.user === other.user;
}

export type ClockMove = z.infer<typeof clockMoveSchema>;
export type SlackScreen = z.infer<typeof slackScreen>;
export type SlackMessage = z.infer<typeof slackMessage>;
export type SlackModal = z.infer<typeof slackModal>;
export type TeamsScreen = z.infer<typeof teamsScreen>;
export type TeamsMessage = z.infer<typeof teamsMessage>;
export type TeamsCard = z.infer<typeof teamsCard>;
