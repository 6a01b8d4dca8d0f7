import { useState } from 'react';
import type { PageChannel } from '../page-state.ts';
import { useWords } from './language.tsx';
import { MessageLog } from './message-log.tsx';
import { slackEntries } from './slack/slack-message.tsx';
import { teamsEntries } from './teams/teams-message.tsx';

/** The supervisors' channels, one at a time. */
export function ChannelColumn({ channels }: { channels: readonly PageChannel[] }) {
  const words = useWords();
  const [picked, setPicked] = useState<string | null>(null);
  const shown = channels.find((channel) => keyOf(channel) === picked) ?? channels[0];
  return (
    <section className="column" data-testid="channel" aria-labelledby="channel-title">
      <div className="column-head">
        <h2 id="channel-title">{words.channelColumn}</h2>
        <fieldset className="choice" data-testid="channel-pick">
          <legend>{words.channel}</legend>
          {channels.map((channel) => (
            <label key={keyOf(channel)}>
              <input
                type="radio"
                name="channel"
                value={keyOf(channel)}
                checked={channel === shown}
                onChange={() => setPicked(keyOf(channel))}
              />
              <span>{channel.platform === 'slack' ? 'Slack' : 'Teams'}</span>
            </label>
          ))}
        </fieldset>
      </div>
      {shown ? <ChannelWindow key={keyOf(shown)} channel={shown} /> : <p className="empty">{words.noChannel}</p>}
    </section>
  );
}

function ChannelWindow({ channel }: { channel: PageChannel }) {
  const words = useWords();
  const entries =
    channel.platform === 'slack' ? slackEntries(channel.messages, null) : teamsEntries(channel.messages, null);
  return (
    <div className={`window ${channel.platform}-window`}>
      <div className="window-content">
        <div className="window-bar">
          <span>{channel.workspaceName}</span>
        </div>
        <div className="window-head">
          <strong>
            <span className="hash" aria-hidden="true">
              #
            </span>
            {channel.name}
          </strong>
        </div>
        <div className="window-panel">
          <MessageLog entries={entries} label={words.messages} empty={words.emptyChat} />
        </div>
      </div>
    </div>
  );
}

function keyOf({ platform, workspace, channel }: PageChannel): string {
  return `${platform}/${workspace}/${channel}`;
}
