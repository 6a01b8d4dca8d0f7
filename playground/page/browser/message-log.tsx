import { type ReactNode, useEffect, useRef } from 'react';
import { dayText } from './dates.ts';
import { useLanguage } from './language.tsx';

export interface LogEntry {
  readonly id: string;
  readonly at: Date;
  readonly content: ReactNode;
}

/** A conversation, oldest first, scrolled to what is new; a new message is read out. */
export function MessageLog({ entries, label, empty }: { entries: readonly LogEntry[]; label: string; empty: string }) {
  const language = useLanguage();
  const log = useRef<HTMLDivElement>(null);
  const last = entries.at(-1)?.id;
  useEffect(() => {
    // Whoever has no mouse must be able to scroll it.
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

/** From its top: a post may be longer than the window. A picture that has loaded moves everything below it. */
function showNewest(log: HTMLElement | null): void {
  const newest = log?.lastElementChild;
  if (newest instanceof HTMLElement) log?.scrollTo({ top: newest.offsetTop });
}

function isNewDay(at: Date, before: Date | undefined): boolean {
  return before === undefined || dayText(before, 'nl') !== dayText(at, 'nl');
}
