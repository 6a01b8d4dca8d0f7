import { type ReactNode, useRef } from 'react';
import { Avatar } from './avatar.tsx';
import { timeText } from './dates.ts';
import { useTexts } from './language.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** A message: its author, its time and its content. */
export function MessageRow(props: {
  author: string;
  fromApp: boolean;
  at: Date;
  /** True for an ephemeral message, which only this person sees. */
  onlyYou?: boolean;
  /** Must change whenever the content changes. */
  version: string;
  children: ReactNode;
}) {
  const texts = useTexts();
  const row = useRef<HTMLElement>(null);
  useKeptFocus(row, props.version);
  const { author, fromApp, at } = props;
  return (
    <article className={fromApp ? 'message' : 'message own'} tabIndex={-1} ref={row} data-testid="message">
      <Avatar name={author} fromApp={fromApp} />
      <div className="message-body">
        <p className="message-head">
          <strong>{author}</strong>
          {fromApp && <span className="app-badge">{texts.app}</span>}
          <time dateTime={at.toISOString()}>{timeText(at)}</time>
        </p>
        {props.onlyYou && <p className="only-you">{texts.onlyYou}</p>}
        <div className="message-content">{props.children}</div>
      </div>
    </article>
  );
}
