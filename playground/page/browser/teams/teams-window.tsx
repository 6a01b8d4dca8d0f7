import type { TeamsScreen } from '../../page-state.ts';
import { Mark } from '../avatar.tsx';
import { ChatWindow } from '../chat-window.tsx';
import { Composer } from '../composer.tsx';
import { useWords } from '../language.tsx';
import { MessageLog } from '../message-log.tsx';
import { useActing } from '../use-acting.ts';
import { tapOnCard } from './tap-on-card.ts';
import { TeamsDialog } from './teams-dialog.tsx';
import { teamsEntries } from './teams-message.tsx';

/** What a person sees of the app in Teams: the personal chat, and a dialog over it. */
export function TeamsWindow({ screen }: { screen: TeamsScreen }) {
  const words = useWords();
  const acting = useActing();
  const { person, workspaceName, messages, installed, dialog } = screen;
  const who = { tenant: person.workspace, user: person.user };
  const entries = teamsEntries(messages, (activityId, tap) => acting.act(tapOnCard({ ...who, activityId, tap })));
  const head = (
    <>
      <Mark />
      <strong>Polsslag</strong>
      <span className="teams-tab">{words.chat}</span>
    </>
  );
  const shownDialog = dialog && <TeamsDialog dialog={dialog} who={who} acting={acting} />;
  return (
    <ChatWindow platform="teams" workspaceName={workspaceName} acting={acting} head={head} dialog={shownDialog}>
      <div className="window-panel">
        <MessageLog entries={entries} label={words.messages} empty={words.emptyFor[person.role]} />
        {installed ? (
          <Composer
            hint={words.teamsHint}
            role={person.role}
            onSend={(text) => acting.act({ kind: 'teams-type', ...who, text })}
          />
        ) : (
          <p className="empty">{words.notInstalled}</p>
        )}
      </div>
    </ChatWindow>
  );
}
