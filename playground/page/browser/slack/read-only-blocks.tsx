import type { ComponentProps } from 'react';
import { type Block, Message } from 'slack-blocks-to-jsx';
import { z } from 'zod';
import type { SlackMessage } from '../../page-state.ts';
import { useDark } from '../use-dark.ts';

export type SlackBlock = SlackMessage['blocks'][number];

/** The library's type of a block. The simulator has already checked these blocks against Slack's limits. */
const libraryBlock = z.custom<Block>((value) => z.object({ type: z.string() }).safeParse(value).success);

const hooks: NonNullable<ComponentProps<typeof Message>['hooks']> = {
  // Slack leaves text between colons as it is when it names no emoji. The library takes ':00–15:' between two times for
  // an emoji and adds colons; this restores the text.
  emoji: (data, parse) => {
    const name = data.name.replaceAll(':', '');
    const drawn = parse({ ...data, name });
    return drawn.includes(name) ? `:${name}:` : drawn;
  },
};

/** Draws read-only blocks with the library. */
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
  // Slack draws bold in verbatim text and only makes no links by itself; the library would draw no mark-up at all.
  const known = JSON.stringify(block, (key, value) => (key === 'verbatim' ? undefined : value));
  return libraryBlock.parse(JSON.parse(known));
}
