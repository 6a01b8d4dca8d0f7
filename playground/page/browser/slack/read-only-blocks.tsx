import type { ComponentProps } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { z } from 'zod';
import type { SlackMessage } from '../../page-state.ts';
import { useDark } from '../use-dark.ts';

export type SlackBlock = SlackMessage['blocks'][number];

/** The library's own idea of a block; the simulator has checked these against Slack's limits already. */
const libraryBlock = z.custom<Block>((value) => z.object({ type: z.string() }).safeParse(value).success);

const hooks: NonNullable<ComponentProps<typeof Message>['hooks']> = {
  // Slack leaves what names no emoji as it was written; the library reads ':00–15:' of two times as one, and adds colons.
  emoji: (data, parse) => {
    const name = data.name.replaceAll(':', '');
    const drawn = parse({ ...data, name });
    return drawn.includes(name) ? `:${name}:` : drawn;
  },
};

/** Blocks that can only be read, drawn by the library. */
export function ReadOnlyBlocks({ blocks }: { blocks: readonly SlackBlock[] }) {
  return (
    <Message
      withoutWrapper
      theme={useDark() ? 'dark' : 'light'}
      logo=""
      name="Polsslag"
      hooks={hooks}
      blocks={blocks.map(forLibrary)}
    />
  );
}

function forLibrary(block: SlackBlock): Block {
  // Slack draws bold in verbatim text and makes no links of its own; the library would draw no mark-up at all.
  const known = JSON.stringify(block, (key, value) => (key === 'verbatim' ? undefined : value));
  return libraryBlock.parse(JSON.parse(known));
}
