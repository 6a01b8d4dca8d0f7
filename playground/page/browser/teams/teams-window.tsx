import type { TeamsScreen } from '../../page-state.ts';
import { Logo } from '../avatar.tsx';
import { ChatWindow } from '../chat-window.tsx';
import { Composer } from '../composer.tsx';
import { useTexts } from '../language.tsx';
import { MessageLog } from '../message-log.tsx';
import { usePageActions } from '../use-page-actions.ts';
import { tapOnCard } from './tap-on-card.ts';
import { TeamsDialog } from './teams-dialog.tsx';
import { teamsEntries } from './teams-message.tsx';

/** What a person sees of the app in Teams: the personal chat, and a dialog over it. */
export function TeamsWindow({ screen }: { screen: TeamsScreen }) {
  const texts = useTexts();
  const actions = usePageActions();
  const { person, workspaceName, messages, installed, dialog } = screen;
  const who = { tenant: person.workspace, user: person.user };
  const entries = teamsEntries(messages, (activityId, tap) => actions.act(tapOnCard({ ...who, activityId, tap })));
  const head = (
    <>
      <Logo />
      <strong>Polsslag</strong>
      <span className="teams-tab">{texts.chat}</span>
    </>
  );
  const shownDialog = dialog && <TeamsDialog dialog={dialog} who={who} actions={actions} />;
  return (
    <ChatWindow platform="teams" workspaceName={workspaceName} actions={actions} head={head} dialog={shownDialog}>
      <div className="window-panel">
        <MessageLog entries={entries} label={texts.messages} empty={texts.emptyFor[person.role]} />
        {installed ? (
          <Composer
            hint={texts.teamsHint}
            role={person.role}
            onSend={(text) => actions.act({ kind: 'teams-type', ...who, text })}
          />
        ) : (
          <p className="empty">{texts.notInstalled}</p>
        )}
      </div>
    </ChatWindow>
  );
}
