import { useRef } from 'react';
import type { SlackMessage } from '../../page-state.ts';
import { Avatar } from '../avatar.tsx';
import { momentOf, timeText } from '../dates.ts';
import { useWords } from '../language.tsx';
import type { LogEntry } from '../message-log.tsx';
import { useKeptFocus } from '../use-kept-focus.ts';
import { SlackBlocks } from './blocks.tsx';
import type { BlockTap } from './control.tsx';
import { Readable } from './readable.tsx';

type OnTap = ((ts: string, tap: BlockTap) => void) | null;

/** A Slack conversation for the log. @param onTap null where nobody can tap */
export function slackEntries(messages: readonly SlackMessage[], onTap: OnTap): LogEntry[] {
  return messages.map((message) => ({
    id: message.ts,
    at: momentOf(message.ts),
    content: <SlackMessageRow message={message} onTap={onTap} />,
  }));
}

function SlackMessageRow({ message, onTap }: { message: SlackMessage; onTap: OnTap }) {
  const words = useWords();
  const row = useRef<HTMLElement>(null);
  useKeptFocus(row, JSON.stringify(message.blocks));
  const at = momentOf(message.ts);
  return (
    <article className="slack-message" tabIndex={-1} ref={row} data-testid="message">
      <Avatar name={message.author} fromApp={message.fromApp} />
      <div className="slack-message-body">
        <p className="slack-message-head">
          <strong>{message.author}</strong>
          {message.fromApp && <span className="slack-app">{words.app}</span>}
          <time dateTime={at.toISOString()}>{timeText(at)}</time>
        </p>
        {message.onlyYou && <p className="slack-only-you">{words.onlyYou}</p>}
        <SlackContent message={message} onTap={onTap} />
        {message.edited && message.blocks.length === 0 && <span className="slack-edited">{words.edited}</span>}
      </div>
    </article>
  );
}

function SlackContent({ message, onTap }: { message: SlackMessage; onTap: OnTap }) {
  if (!message.fromApp) return <p className="slack-typed">{message.text}</p>;
  if (message.blocks.length === 0) {
    return <Readable blocks={[{ type: 'section', text: { type: 'mrkdwn', text: message.text || '…' } }]} />;
  }
  return <SlackBlocks blocks={message.blocks} onTap={onTap && ((tap) => onTap(message.ts, tap))} />;
}
