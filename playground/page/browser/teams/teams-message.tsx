import { useRef } from 'react';
import type { TeamsMessage } from '../../page-state.ts';
import { Avatar } from '../avatar.tsx';
import { timeText } from '../dates.ts';
import type { LogEntry } from '../message-log.tsx';
import { useKeptFocus } from '../use-kept-focus.ts';
import { Card, type CardTap } from './card.tsx';

type OnTap = ((activityId: string, tap: CardTap) => void) | null;

/** A Teams conversation for the log. @param onTap null where nobody can tap */
export function teamsEntries(messages: readonly TeamsMessage[], onTap: OnTap): LogEntry[] {
  return messages.map((message) => ({
    id: message.id,
    at: new Date(message.at),
    content: <TeamsMessageRow message={message} onTap={onTap} />,
  }));
}

function TeamsMessageRow({ message, onTap }: { message: TeamsMessage; onTap: OnTap }) {
  const row = useRef<HTMLElement>(null);
  useKeptFocus(row, JSON.stringify(message.card));
  return (
    <article
      className={message.fromApp ? 'teams-message' : 'teams-message teams-own'}
      tabIndex={-1}
      ref={row}
      data-testid="message"
    >
      {message.fromApp && <Avatar name={message.author} fromApp />}
      <div className="teams-message-body">
        <p className="teams-message-head">
          <span>{message.author}</span>
          <time dateTime={message.at}>{timeText(new Date(message.at))}</time>
        </p>
        <div className="teams-bubble">
          {message.card ? (
            <Card card={message.card} onTap={onTap && ((tap) => onTap(message.id, tap))} />
          ) : (
            <p>{message.text}</p>
          )}
        </div>
      </div>
    </article>
  );
}
