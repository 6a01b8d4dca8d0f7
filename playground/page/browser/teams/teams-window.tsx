import type { TeamsScreen } from '../../page-state.ts';
import { Mark } from '../avatar.tsx';
import { Composer } from '../composer.tsx';
import { useWords } from '../language.tsx';
import { MessageLog } from '../message-log.tsx';
import { Overlay } from '../overlay.tsx';
import { Toast } from '../toast.tsx';
import { useActing } from '../use-acting.ts';
import { Card, type CardTap } from './card.tsx';
import { teamsEntries } from './teams-message.tsx';

/** What a teacher sees of the app in Teams: the personal chat, and a dialog over it. */
export function TeamsWindow({ screen }: { screen: TeamsScreen }) {
  const words = useWords();
  const acting = useActing();
  const who = { tenant: screen.person.workspace, user: screen.person.user };
  const onTap = (activityId: string, { type, verb, data, inputs }: CardTap) =>
    type === 'Action.Execute'
      ? acting.act({ kind: 'teams-execute', ...who, activityId, verb, data, inputs })
      : acting.act({ kind: 'teams-open-dialog', ...who, activityId, data, inputs });
  const close = () => acting.act({ kind: 'teams-close-dialog', ...who });
  return (
    <div className="window teams-window" aria-busy={acting.busy}>
      <div className="window-content">
        <div className="window-bar">
          <span>{screen.workspaceName}</span>
        </div>
        <div className="window-head">
          <Mark />
          <strong>Polsslag</strong>
          <span className="teams-tab">{words.chat}</span>
        </div>
        <div className="window-panel">
          <MessageLog
            entries={teamsEntries(screen.messages, onTap)}
            label={words.messages}
            empty={words.emptyFor[screen.person.role]}
          />
          {screen.installed ? (
            <Composer hint={words.teamsHint} onSend={(text) => acting.act({ kind: 'teams-type', ...who, text })} />
          ) : (
            <p className="empty">{words.notInstalled}</p>
          )}
        </div>
      </div>
      <Toast news={acting.news} dismiss={acting.dismiss} />
      {screen.dialog && (
        <Overlay
          title={screen.dialog.title}
          className="teams-dialog"
          version={JSON.stringify(screen.dialog.card)}
          onClose={close}
        >
          <div className="overlay-body">
            <Card
              card={screen.dialog.card}
              onTap={({ data, inputs }) => acting.act({ kind: 'teams-submit-dialog', ...who, data, inputs })}
            />
          </div>
        </Overlay>
      )}
    </div>
  );
}
