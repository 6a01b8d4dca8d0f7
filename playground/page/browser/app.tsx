import { memo, useState } from 'react';
import type { PagePerson, PageState } from '../page-state.ts';
import { ChannelColumn } from './channel-column.tsx';
import { ChatColumn } from './chat-column.tsx';
import { useTexts } from './language.tsx';
import { PageHeader } from './page-header.tsx';
import { SlackWindow } from './slack/slack-window.tsx';
import { SuggestedWords } from './suggestions.ts';
import { TeamsWindow } from './teams/teams-window.tsx';
import { usePageState } from './use-page-state.ts';

/** The whole page: one person's Slack, one person's Teams and the supervisors' channels, side by side. */
export function App() {
  const texts = useTexts();
  const [slackPerson, showInSlack] = useState<string | null>(null);
  const [teamsPerson, showInTeams] = useState<string | null>(null);
  const { state, online } = usePageState(slackPerson, teamsPerson);
  if (!state) return <p className="loading">{online ? texts.loading : texts.offline}</p>;
  const { slack, teams } = state;
  return (
    <SuggestedWords.Provider value={state.words}>
      <PageHeader now={state.now} moving={state.moving} />
      <p className="offline" role="status" hidden={online}>
        {texts.offline}
      </p>
      <main className="columns">
        <SlackColumn slack={slack} onPick={showInSlack} />
        <TeamsColumn teams={teams} onPick={showInTeams} />
        <Channels channels={state.channels} />
      </main>
    </SuggestedWords.Provider>
  );
}

type OnPick = (person: string) => void;

/* Memoised, so that a column is drawn again only when its own data changes. */

const SlackColumn = memo(({ slack: { people, shown }, onPick }: { slack: PageState['slack']; onPick: OnPick }) => (
  <ChatColumn
    platform="slack"
    people={people}
    shown={shown?.person ?? null}
    onPick={onPick}
    window={shown && <SlackWindow key={keyOf(shown.person)} screen={shown} />}
  />
));

const TeamsColumn = memo(({ teams: { people, shown }, onPick }: { teams: PageState['teams']; onPick: OnPick }) => (
  <ChatColumn
    platform="teams"
    people={people}
    shown={shown?.person ?? null}
    onPick={onPick}
    window={shown && <TeamsWindow key={keyOf(shown.person)} screen={shown} />}
  />
));

const Channels = memo(ChannelColumn);

/** A key for a person's window, so that another person's window starts afresh. */
function keyOf({ workspace, user }: PagePerson): string {
  return `${workspace}/${user}`;
}
