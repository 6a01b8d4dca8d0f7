import type { TeamsMessage } from '../../page-state.ts';
import type { LogEntry } from '../message-log.tsx';
import { MessageRow } from '../message-row.tsx';
import { Card, type CardTap } from './card.tsx';

type OnCardTap = ((activityId: string, tap: CardTap) => void) | null;

/** Makes the log of a Teams conversation. @param onTap null when nobody can tap */
export function teamsEntries(messages: readonly TeamsMessage[], onTap: OnCardTap): LogEntry[] {
  return messages.map((message) => ({
    id: message.id,
    at: new Date(message.at),
    content: <TeamsMessageRow message={message} onTap={onTap} />,
  }));
}

function TeamsMessageRow({ message, onTap }: { message: TeamsMessage; onTap: OnCardTap }) {
  const { id, author, fromApp, at, card, text } = message;
  return (
    <MessageRow {...{ author, fromApp }} at={new Date(at)} version={JSON.stringify(card)}>
      {card ? <Card card={card} onTap={onTap && ((tap) => onTap(id, tap))} /> : <p className="typed">{text}</p>}
    </MessageRow>
  );
}
