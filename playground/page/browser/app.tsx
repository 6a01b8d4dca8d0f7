import { useState } from 'react';
import type { PagePerson } from '../page-state.ts';
import { ChannelColumn } from './channel-column.tsx';
import { ChatColumn } from './chat-column.tsx';
import { useWords } from './language.tsx';
import { PageHeader } from './page-header.tsx';
import { SlackWindow } from './slack/slack-window.tsx';
import { SuggestedWords } from './suggestions.ts';
import { TeamsWindow } from './teams/teams-window.tsx';
import { usePageState } from './use-page-state.ts';

/** The whole page: a teacher's Slack, a teacher's Teams and the supervisors' channel, side by side. */
export function App() {
  const words = useWords();
  const [slackPerson, showInSlack] = useState<string | null>(null);
  const [teamsPerson, showInTeams] = useState<string | null>(null);
  const { state, online } = usePageState(slackPerson, teamsPerson);
  if (!state) return <p className="loading">{online ? words.loading : words.offline}</p>;
  const { slack, teams } = state;
  return (
    <SuggestedWords.Provider value={state.words}>
      <PageHeader now={state.now} moving={state.moving} />
      <p className="offline" role="status" hidden={online}>
        {words.offline}
      </p>
      <main className="columns">
        <ChatColumn
          platform="slack"
          people={slack.people}
          shown={slack.shown?.person ?? null}
          onPick={showInSlack}
          window={slack.shown && <SlackWindow key={keyOf(slack.shown.person)} screen={slack.shown} />}
        />
        <ChatColumn
          platform="teams"
          people={teams.people}
          shown={teams.shown?.person ?? null}
          onPick={showInTeams}
          window={teams.shown && <TeamsWindow key={keyOf(teams.shown.person)} screen={teams.shown} />}
        />
        <ChannelColumn channels={state.channels} />
      </main>
    </SuggestedWords.Provider>
  );
}

/** Somebody else's window starts anew. */
function keyOf({ workspace, user }: PagePerson): string {
  return `${workspace}/${user}`;
}
