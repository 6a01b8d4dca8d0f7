import { useRef, useState } from 'react';
import type { SlackScreen } from '../../page-state.ts';
import { Mark } from '../avatar.tsx';
import { ChatWindow } from '../chat-window.tsx';
import { Composer } from '../composer.tsx';
import { useWords } from '../language.tsx';
import { MessageLog } from '../message-log.tsx';
import { type Acting, useActing } from '../use-acting.ts';
import { useKeptFocus } from '../use-kept-focus.ts';
import { SlackBlocks } from './blocks.tsx';
import { SlackDialog } from './slack-dialog.tsx';
import { slackEntries } from './slack-message.tsx';
import { SlackTabs, type Tab } from './slack-tabs.tsx';

/** What a teacher sees of the app in Slack: messages, home page, and a modal over them. */
export function SlackWindow({ screen }: { screen: SlackScreen }) {
  const [tab, setTab] = useState<Tab>('chat');
  const acting = useActing();
  const who = { team: screen.person.workspace, user: screen.person.user };
  const pick = (picked: Tab) => {
    setTab(picked);
    if (picked === 'home') acting.act({ kind: 'slack-open-home', ...who });
  };
  const head = (
    <>
      <Mark />
      <strong>Polsslag</strong>
      <SlackTabs tab={tab} onPick={pick} />
    </>
  );
  const { workspaceName, modal } = screen;
  const dialog = modal && <SlackDialog modal={modal} who={who} acting={acting} />;
  return (
    <ChatWindow platform="slack" workspaceName={workspaceName} acting={acting} head={head} dialog={dialog}>
      {tab === 'chat' ? <Chat screen={screen} acting={acting} /> : <Home screen={screen} acting={acting} />}
    </ChatWindow>
  );
}

function Chat({ screen, acting }: { screen: SlackScreen; acting: Acting }) {
  const words = useWords();
  const who = { team: screen.person.workspace, user: screen.person.user };
  const { channel } = screen;
  const entries = slackEntries(
    screen.messages,
    channel === null ? null : (ts, tap) => acting.act({ kind: 'slack-tap-message', ...who, channel, ts, ...tap }),
  );
  return (
    <div className="window-panel" role="tabpanel" id="slack-panel" aria-labelledby="slack-tab-chat">
      <MessageLog entries={entries} label={words.messages} empty={words.emptyFor[screen.person.role]} />
      <Composer
        hint={words.slackHint}
        role={screen.person.role}
        onSend={(text) => acting.act({ kind: 'slack-type', ...who, text })}
      />
    </div>
  );
}

function Home({ screen, acting }: { screen: SlackScreen; acting: Acting }) {
  const words = useWords();
  const page = useRef<HTMLDivElement>(null);
  useKeptFocus(page, JSON.stringify(screen.home));
  const who = { team: screen.person.workspace, user: screen.person.user };
  return (
    <div className="window-panel" role="tabpanel" id="slack-panel" aria-labelledby="slack-tab-home">
      <div className="slack-home" aria-live="polite" tabIndex={-1} ref={page} data-testid="slack-home">
        {screen.home ? (
          <SlackBlocks blocks={screen.home} onTap={(tap) => acting.act({ kind: 'slack-tap-home', ...who, ...tap })} />
        ) : (
          <p className="empty">{words.homeEmpty}</p>
        )}
      </div>
    </div>
  );
}
