import type { KeyboardEvent } from 'react';
import { words } from '../words.ts';

export type Tab = 'home' | 'chat';

const TABS = [
  { tab: 'home', label: words.home },
  { tab: 'chat', label: words.chat },
] as const;

/** The tabs of the app in Slack; the arrow keys go from one to the other. */
export function SlackTabs({ tab, onPick }: { tab: Tab; onPick: (tab: Tab) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = tab === 'home' ? 'chat' : 'home';
    document.getElementById(`slack-tab-${other}`)?.focus();
    onPick(other);
  };
  return (
    <div className="slack-tabs" role="tablist">
      {TABS.map((one) => (
        <button
          key={one.tab}
          id={`slack-tab-${one.tab}`}
          type="button"
          role="tab"
          data-testid={`slack-tab-${one.tab}`}
          aria-selected={one.tab === tab}
          aria-controls="slack-panel"
          tabIndex={one.tab === tab ? 0 : -1}
          onClick={() => onPick(one.tab)}
          onKeyDown={onKeyDown}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}
