import { type Block, Message } from 'slack-blocks-to-jsx';
import { z } from 'zod';
import type { SlackMessage } from '../../page-state.ts';
import { useDark } from '../use-dark.ts';

export type SlackBlock = SlackMessage['blocks'][number];

/** The library's own idea of a block; the simulator has checked these against Slack's limits already. */
const libraryBlock = z.custom<Block>((value) => z.object({ type: z.string() }).safeParse(value).success);

/** Blocks that can only be read, drawn by the library. */
export function Readable({ blocks }: { blocks: readonly SlackBlock[] }) {
  return (
    <Message
      withoutWrapper
      theme={useDark() ? 'dark' : 'light'}
      logo=""
      name="Polsslag"
      blocks={blocks.map(forLibrary)}
    />
  );
}

function forLibrary(block: SlackBlock): Block {
  // Slack draws bold in verbatim text and makes no links of its own; the library would draw no mark-up at all.
  const known = JSON.stringify(block, (key, value) => (key === 'verbatim' ? undefined : value));
  return libraryBlock.parse(JSON.parse(known));
}
