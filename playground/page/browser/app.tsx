import { useState } from 'react';
import { ChannelColumn } from './channel-column.tsx';
import { useWords } from './language.tsx';
import { PageHeader } from './page-header.tsx';
import { SlackColumn } from './slack/slack-column.tsx';
import { TeamsColumn } from './teams/teams-column.tsx';
import { usePageState } from './use-page-state.ts';

/** The whole page: a teacher's Slack, a teacher's Teams and the supervisors' channel, side by side. */
export function App() {
  const words = useWords();
  const [slackPerson, showInSlack] = useState<string | null>(null);
  const [teamsPerson, showInTeams] = useState<string | null>(null);
  const { state, online } = usePageState(slackPerson, teamsPerson);
  if (!state) return <p className="loading">{online ? words.loading : words.offline}</p>;
  return (
    <>
      <PageHeader now={state.now} moving={state.moving} />
      <p className="offline" role="status" hidden={online}>
        {words.offline}
      </p>
      <main className="columns">
        <SlackColumn people={state.slack.people} screen={state.slack.shown} onPick={showInSlack} />
        <TeamsColumn people={state.teams.people} screen={state.teams.shown} onPick={showInTeams} />
        <ChannelColumn channels={state.channels} />
      </main>
    </>
  );
}
