import { laneOf } from '../delivery/notification.ts';
import type { Database } from './client.ts';
import { insertNotifications } from './notification-store.ts';

/**
 * Writes a post for every supervisors' channel to the outbox; a channel that has it already is left alone.
 * @param post its kind names the composer; kind and subject make the key
 * @returns how many were new
 */
export function announceInChannels(
  prisma: Database['prisma'],
  { kind, subject }: { kind: string; subject: string },
  now: Date,
  notAfter: Date,
): Promise<number> {
  return prisma.$transaction(async (transaction) => {
    const channels = await transaction.supervisorChannel.findMany({ include: { workspace: true } });
    const rows = channels.map((channel) => ({
      key: `${kind}:${subject}:${channel.id}`,
      kind,
      subject,
      lane: laneOf(channel.workspace.platform, channel.workspace.externalId),
      to: { channelId: channel.id },
      notBefore: now,
      notAfter,
    }));
    return insertNotifications(transaction, rows, now);
  });
}
