import type { PlatformName } from '../chat/address.ts';
import { PolsslagError } from '../errors.ts';
import type { Connection } from './client.ts';

interface ChannelAddress {
  readonly platform: PlatformName;
  readonly workspace: string;
  readonly channel: string;
}

interface ChannelSummary extends ChannelAddress {
  readonly language: string;
}

/** The supervisors' channels, in PostgreSQL. */
export function createChannelStore(prisma: Connection) {
  return {
    /** @throws PolsslagError NOT_FOUND when its workspace is not known */
    add: async ({ language, ...address }: ChannelSummary): Promise<'added' | 'changed' | 'unchanged'> => {
      const { platform, workspace, channel } = address;
      const found = await prisma.workspace.findUnique({
        where: { platform_externalId: { platform, externalId: workspace } },
      });
      if (!found) throw new PolsslagError('NOT_FOUND', unknownWorkspace(platform));
      const where = { workspaceId_externalId: { workspaceId: found.id, externalId: channel } };
      const known = await prisma.supervisorChannel.findUnique({ where });
      if (known?.language === language) return 'unchanged';
      const create = { workspaceId: found.id, externalId: channel, language };
      await prisma.supervisorChannel.upsert({ where, create, update: { language } });
      return known ? 'changed' : 'added';
    },

    list: async (): Promise<ChannelSummary[]> => {
      const rows = await prisma.supervisorChannel.findMany({
        include: { workspace: true },
        orderBy: { createdAt: 'asc' },
      });
      return rows.map(({ workspace, externalId, language }) => ({
        platform: workspace.platform,
        workspace: workspace.externalId,
        channel: externalId,
        language,
      }));
    },

    /** Removes a channel, with the messages that still wait for it. */
    remove: async ({ platform, workspace, channel }: ChannelAddress): Promise<void> => {
      const { count } = await prisma.supervisorChannel.deleteMany({
        where: { externalId: channel, workspace: { platform, externalId: workspace } },
      });
      if (count === 0) {
        throw new PolsslagError('NOT_FOUND', 'There is no such channel: polsslag channel list shows those there are.');
      }
    },
  };
}

function unknownWorkspace(platform: PlatformName): string {
  return platform === 'slack'
    ? 'This Slack workspace is not known: connect it first, with polsslag slack add.'
    : 'This Teams tenant is not known: allow it first, with polsslag teams allow TENANT.';
}
