import { z } from 'zod';

/* What a person can do on the playground's page. */

const id = z.string().min(1).max(300);
const text = z.string().trim().min(1).max(3_000);

const slackPerson = { team: id, user: id };
const slackElement = {
  blockId: id,
  actionId: id,
  /** The option chosen in a select; null for a button. */
  choice: z.string().max(300).nullable(),
};

const teamsPerson = { tenant: id, user: id };
const fields = z.record(z.string().max(300), z.string().max(3_000));
const filled = z.record(
  z.string().max(300),
  z.union([z.string().max(3_000), z.array(z.string().max(300)).max(100).readonly()]),
);
const cardData = z.record(z.string(), z.unknown());

export const pageActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slack-tap-message'), ...slackPerson, ...slackElement, channel: id, ts: id }),
  z.strictObject({ kind: z.literal('slack-tap-home'), ...slackPerson, ...slackElement }),
  z.strictObject({ kind: z.literal('slack-tap-modal'), ...slackPerson, ...slackElement }),
  /** `values` are by block_id, and only those that the person changed. */
  z.strictObject({ kind: z.literal('slack-submit-modal'), ...slackPerson, values: filled }),
  z.strictObject({ kind: z.literal('slack-close-modal'), ...slackPerson }),
  /** The text typed below the conversation; a leading slash makes it a command. */
  z.strictObject({ kind: z.literal('slack-type'), ...slackPerson, text }),
  z.strictObject({ kind: z.literal('slack-open-home'), ...slackPerson }),
  z.strictObject({
    kind: z.literal('teams-execute'),
    ...teamsPerson,
    /** Null in the person's own chat. */
    channel: id.nullable(),
    activityId: id,
    verb: z.string().max(300).nullable(),
    data: cardData,
    inputs: fields,
  }),
  z.strictObject({
    kind: z.literal('teams-open-dialog'),
    ...teamsPerson,
    /** Null in the person's own chat. */
    channel: id.nullable(),
    activityId: id,
    data: cardData,
    inputs: fields,
  }),
  z.strictObject({ kind: z.literal('teams-submit-dialog'), ...teamsPerson, data: cardData, inputs: fields }),
  z.strictObject({ kind: z.literal('teams-close-dialog'), ...teamsPerson }),
  z.strictObject({ kind: z.literal('teams-type'), ...teamsPerson, text }),
]);

export type PageAction = z.infer<typeof pageActionSchema>;
export type TeamsPageAction = Extract<PageAction, { tenant: string }>;

export const actionFeedbackSchema = z.object({
  /** A short answer that the platform shows for a moment, or null. */
  said: z.string().nullable(),
  /** What the person sees go wrong, or null: the platform's code, or the reason why they cannot do this. */
  problem: z.string().nullable(),
});

/** What a person sees at once after an action; everything else is in the next state. */
export type ActionFeedback = z.infer<typeof actionFeedbackSchema>;
