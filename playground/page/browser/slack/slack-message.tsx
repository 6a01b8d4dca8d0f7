import type { SlackMessage } from '../../page-state.ts';
import { useTexts } from '../language.tsx';
import type { LogEntry } from '../message-log.tsx';
import { MessageRow } from '../message-row.tsx';
import { SlackBlocks } from './blocks.tsx';
import type { BlockTap } from './control.tsx';
import { ReadOnlyBlocks } from './read-only-blocks.tsx';

/** A Slack message's id is the time at which it was posted, in seconds. */
const momentOf = (ts: string) => new Date(Number(ts) * 1000);

type OnMessageTap = ((ts: string, tap: BlockTap) => void) | null;

/** Makes the log of a Slack conversation. @param onTap null when nobody can tap */
export function slackEntries(messages: readonly SlackMessage[], onTap: OnMessageTap): LogEntry[] {
  return messages.map((message) => ({
    id: message.ts,
    at: momentOf(message.ts),
    content: <SlackMessageRow message={message} onTap={onTap} />,
  }));
}

function SlackMessageRow({ message, onTap }: { message: SlackMessage; onTap: OnMessageTap }) {
  const texts = useTexts();
  const { author, fromApp, onlyYou, ts, blocks } = message;
  return (
    <MessageRow {...{ author, fromApp, onlyYou }} at={momentOf(ts)} version={JSON.stringify(blocks)}>
      <SlackContent message={message} onTap={onTap} />
      {message.edited && blocks.length === 0 && <span className="slack-edited">{texts.edited}</span>}
    </MessageRow>
  );
}

function SlackContent({ message, onTap }: { message: SlackMessage; onTap: OnMessageTap }) {
  if (!message.fromApp) return <p className="typed">{message.text}</p>;
  if (message.blocks.length === 0) {
    return <ReadOnlyBlocks blocks={[{ type: 'section', text: { type: 'mrkdwn', text: message.text || '…' } }]} />;
  }
  return <SlackBlocks blocks={message.blocks} onTap={onTap && ((tap) => onTap(message.ts, tap))} />;
}
