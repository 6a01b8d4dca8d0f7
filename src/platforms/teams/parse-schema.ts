import { z } from 'zod';
import { platformId } from '../../chat/incoming-text.ts';

const account = z.object({ id: platformId, aadObjectId: platformId.nullish() });

/** An activity of Teams, as far as we read it. */
export const activitySchema = z.object({
  type: z.string().min(1),
  id: platformId,
  channelId: z.literal('msteams'),
  serviceUrl: platformId.pipe(z.url({ protocol: /^https?$/ })),
  name: z.string().nullish(),
  /** For an installation update: 'add' or 'remove', possibly with '-upgrade'. */
  action: z.string().nullish(),
  text: z.string().nullish(),
  timestamp: platformId.nullish().catch(null),
  /** Contains the mentions in the text, among other things. */
  entities: z
    .array(z.object({ type: z.string().nullish(), mentioned: z.object({ id: z.string() }).nullish() }))
    .nullish()
    .catch(null),
  value: z.unknown().optional(),
  /** The message whose card was tapped. */
  replyToId: platformId.nullish(),
  from: account,
  recipient: account,
  conversation: z.object({
    id: platformId,
    conversationType: z.string().nullish(),
    tenantId: platformId.nullish(),
  }),
  membersAdded: z.array(account).nullish(),
  membersRemoved: z.array(account).nullish(),
  channelData: z
    .object({ tenant: z.object({ id: platformId }).nullish(), eventType: z.string().nullish().catch(null) })
    .nullish(),
});

export type Activity = z.infer<typeof activitySchema>;

/** The Entra tenant that the activity comes from, or null when it names none. */
export function tenantOf(activity: Activity): string | null {
  return activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? null;
}

/** Whether it happened in the person's own chat with the app, where nobody else can read it. */
export function isPersonal(activity: Activity): boolean {
  return activity.conversation.conversationType === 'personal';
}
