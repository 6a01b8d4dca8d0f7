import type { ReactNode } from 'react';
import type { Platform } from './chat-column.tsx';
import { Toast } from './toast.tsx';
import type { Acting } from './use-acting.ts';

/** A window of Slack or Teams, which only its theme tells apart: its bar, a head, what is in it, and a dialog over it. */
export function ChatWindow(props: {
  platform: Platform;
  workspaceName: string;
  acting: Acting;
  head: ReactNode;
  children: ReactNode;
  dialog: ReactNode;
}) {
  const { platform, workspaceName, acting } = props;
  return (
    <div className={`window ${platform}-window`} aria-busy={acting.busy}>
      <div className="window-content">
        <div className="window-bar">
          <span>{workspaceName}</span>
        </div>
        <div className="window-head">{props.head}</div>
        {props.children}
      </div>
      <Toast news={acting.news} dismiss={acting.dismiss} />
      {props.dialog}
    </div>
  );
}
