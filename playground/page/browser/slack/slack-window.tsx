import { type KeyboardEvent, useRef, useState } from 'react';
import type { SlackScreen } from '../../page-state.ts';
import { Logo } from '../avatar.tsx';
import { ChatWindow } from '../chat-window.tsx';
import { Composer } from '../composer.tsx';
import { useTexts } from '../language.tsx';
import { MessageLog } from '../message-log.tsx';
import { useKeptFocus } from '../use-kept-focus.ts';
import { type PageActions, usePageActions } from '../use-page-actions.ts';
import { SlackBlocks } from './blocks.tsx';
import { SlackDialog } from './slack-dialog.tsx';
import { slackEntries } from './slack-message.tsx';

type Tab = 'home' | 'chat';

const TABS = ['home', 'chat'] as const;

/** What a person sees of the app in Slack: messages, home page, and a modal over them. */
export function SlackWindow({ screen }: { screen: SlackScreen }) {
  const [tab, setTab] = useState<Tab>('chat');
  const actions = usePageActions();
  const who = { team: screen.person.workspace, user: screen.person.user };
  const pick = (picked: Tab) => {
    setTab(picked);
    if (picked === 'home') actions.act({ kind: 'slack-open-home', ...who });
  };
  const head = (
    <>
      <Logo />
      <strong>Polsslag</strong>
      <SlackTabs tab={tab} onPick={pick} />
    </>
  );
  const { workspaceName, modal } = screen;
  const dialog = modal && <SlackDialog modal={modal} who={who} actions={actions} />;
  return (
    <ChatWindow platform="slack" workspaceName={workspaceName} actions={actions} head={head} dialog={dialog}>
      {tab === 'chat' ? <Chat screen={screen} actions={actions} /> : <Home screen={screen} actions={actions} />}
    </ChatWindow>
  );
}

function Chat({ screen, actions }: { screen: SlackScreen; actions: PageActions }) {
  const texts = useTexts();
  const who = { team: screen.person.workspace, user: screen.person.user };
  const { channel } = screen;
  const entries = slackEntries(
    screen.messages,
    channel === null ? null : (ts, tap) => actions.act({ kind: 'slack-tap-message', ...who, channel, ts, ...tap }),
  );
  return (
    <div className="window-panel" role="tabpanel" id="slack-panel" aria-labelledby="slack-tab-chat">
      <MessageLog entries={entries} label={texts.messages} empty={texts.emptyFor[screen.person.role]} />
      <Composer
        hint={texts.slackHint}
        role={screen.person.role}
        onSend={(text) => actions.act({ kind: 'slack-type', ...who, text })}
      />
    </div>
  );
}

function Home({ screen, actions }: { screen: SlackScreen; actions: PageActions }) {
  const texts = useTexts();
  const page = useRef<HTMLDivElement>(null);
  useKeptFocus(page, JSON.stringify(screen.home));
  const who = { team: screen.person.workspace, user: screen.person.user };
  return (
    <div className="window-panel" role="tabpanel" id="slack-panel" aria-labelledby="slack-tab-home">
      <div className="slack-home" aria-live="polite" tabIndex={-1} ref={page} data-testid="slack-home">
        {screen.home ? (
          <SlackBlocks blocks={screen.home} onTap={(tap) => actions.act({ kind: 'slack-tap-home', ...who, ...tap })} />
        ) : (
          <p className="empty">{texts.homeEmpty}</p>
        )}
      </div>
    </div>
  );
}

/** The tabs of the app in Slack; the arrow keys switch between them. */
function SlackTabs({ tab, onPick }: { tab: Tab; onPick: (tab: Tab) => void }) {
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
