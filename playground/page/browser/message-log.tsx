import { type ReactNode, useEffect, useRef } from 'react';
import { dayText } from './dates.ts';
import { useLanguage } from './language.tsx';

export interface LogEntry {
  readonly id: string;
  readonly at: Date;
  readonly content: ReactNode;
}

/** A conversation, oldest first, scrolled to the newest message. A screen reader reads new messages out. */
export function MessageLog({ entries, label, empty }: { entries: readonly LogEntry[]; label: string; empty: string }) {
  const language = useLanguage();
  const log = useRef<HTMLDivElement>(null);
  const last = entries.at(-1)?.id;
  useEffect(() => {
    // Makes the log focusable, so that it can be scrolled with the keyboard.
    if (log.current) log.current.tabIndex = 0;
  }, []);
  useEffect(() => {
    if (last !== undefined) showNewest(log.current);
  }, [last]);
  return (
    <div className="log" role="log" aria-label={label} ref={log} onLoadCapture={() => showNewest(log.current)}>
      {entries.length === 0 && <p className="empty">{empty}</p>}
      {entries.map(({ id, at, content }, index) => (
        <div key={id}>
          {isNewDay(at, entries[index - 1]?.at) && <p className="day">{dayText(at, language)}</p>}
          {content}
        </div>
      ))}
    </div>
  );
}

/**
 * Scrolls to the top of the newest message, because a post may be longer than the window. Called again when a picture
 * has loaded, because that moves everything below it.
 */
function showNewest(log: HTMLElement | null): void {
  const newest = log?.lastElementChild;
  if (newest instanceof HTMLElement) log?.scrollTo({ top: newest.offsetTop });
}

function isNewDay(at: Date, before: Date | undefined): boolean {
  return before === undefined || dayText(before, 'nl') !== dayText(at, 'nl');
}
