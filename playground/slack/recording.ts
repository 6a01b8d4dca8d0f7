import type { Request } from 'express';
import type { World } from './world.ts';

/** A request that the app made to the platform, without its token. */
export interface RecordedRequest {
  readonly platform: 'slack';
  /** The HTTP method. */
  readonly method: string;
  readonly url: string;
  readonly body: { readonly [key: string]: unknown };
}

/** @param baseUrl the simulator's own address, without a slash at the end */
export function createRecording(baseUrl: () => string) {
  const requests: RecordedRequest[] = [];
  const record = (req: Request<{ method: string }> | Request, body: RecordedRequest['body']) => {
    requests.push({ platform: 'slack', method: req.method, url: baseUrl() + req.path, body });
  };
  return { requests, record };
}

/**
 * Every version of every message that stays in a conversation, including deleted ones: what an export would contain.
 */
export function storedMessages(world: World): unknown[] {
  return messageVersions(world, (ephemeralFor) => ephemeralFor === null);
}

/** What only one person saw and no export contains: ephemeral messages, modals and home pages. */
export function privateContent(world: World): unknown[] {
  const views = [...world.workspaces.values()].flatMap((workspace) => workspace.viewsShown);
  return [...messageVersions(world, (ephemeralFor) => ephemeralFor !== null), ...views];
}

function messageVersions(world: World, wanted: (ephemeralFor: string | null) => boolean): unknown[] {
  return [...world.workspaces.values()].flatMap((workspace) =>
    [...workspace.conversations.values()].flatMap((conversation) =>
      [...conversation.messages.values()]
        .filter((record) => wanted(record.ephemeralFor))
        .flatMap((record) => [...record.earlier, ...(record.current ? [record.current] : [])])
        .map((message) => ({ team: workspace.team, channel: conversation.id, ...message })),
    ),
  );
}
