import { type ReactNode, useEffect, useRef } from 'react';
import { dayText } from './dates.ts';
import { words } from './words.ts';

export interface LogEntry {
  readonly id: string;
  readonly at: Date;
  readonly content: ReactNode;
}

/** A conversation, oldest first, scrolled to what is new; a new message is read out. */
export function MessageLog({ entries, label }: { entries: readonly LogEntry[]; label: string }) {
  const log = useRef<HTMLDivElement>(null);
  const last = entries.at(-1)?.id;
  useEffect(() => {
    // Whoever has no mouse must be able to scroll it.
    if (log.current) log.current.tabIndex = 0;
  }, []);
  useEffect(() => {
    const newest = log.current?.lastElementChild;
    // From its top: a post may be longer than the window.
    if (last !== undefined && newest instanceof HTMLElement) log.current?.scrollTo({ top: newest.offsetTop });
  }, [last]);
  return (
    <div className="log" role="log" aria-label={label} ref={log}>
      {entries.length === 0 && <p className="empty">{words.emptyChat}</p>}
      {entries.map(({ id, at, content }, index) => (
        <div key={id}>
          {isNewDay(at, entries[index - 1]?.at) && <p className="day">{dayText(at)}</p>}
          {content}
        </div>
      ))}
    </div>
  );
}

function isNewDay(at: Date, before: Date | undefined): boolean {
  return before === undefined || dayText(before) !== dayText(at);
}
