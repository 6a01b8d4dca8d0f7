import type { KeyboardEvent } from 'react';
import { useTexts } from '../language.tsx';

export type Tab = 'home' | 'chat';

const TABS = ['home', 'chat'] as const;

/** The tabs of the app in Slack; the arrow keys go from one to the other. */
export function SlackTabs({ tab, onPick }: { tab: Tab; onPick: (tab: Tab) => void }) {
  const texts = useTexts();
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
          key={one}
          id={`slack-tab-${one}`}
          type="button"
          role="tab"
          data-testid={`slack-tab-${one}`}
          aria-selected={one === tab}
          aria-controls="slack-panel"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => onPick(one)}
          onKeyDown={onKeyDown}
        >
          {texts[one]}
        </button>
      ))}
    </div>
  );
}
