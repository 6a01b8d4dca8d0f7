import type { ReactNode } from 'react';
import type { PlatformName } from '../../../src/chat/address.ts';
import { Toast } from './toast.tsx';
import type { PageActions } from './use-page-actions.ts';

/**
 * A window of Slack or Teams: a bar, a head, its content, and a dialog on top. The platforms differ only in their style
 * sheets.
 */
export function ChatWindow(props: {
  platform: PlatformName;
  workspaceName: string;
  actions: PageActions;
  head: ReactNode;
  children: ReactNode;
  dialog: ReactNode;
}) {
  const { platform, workspaceName, actions } = props;
  return (
    <div className={`window ${platform}-window`} aria-busy={actions.busy}>
      <div className="window-content">
        <div className="window-bar">
          <span>{workspaceName}</span>
        </div>
        <div className="window-head">{props.head}</div>
        {props.children}
      </div>
      <Toast news={actions.news} dismiss={actions.dismiss} />
      {props.dialog}
    </div>
  );
}
