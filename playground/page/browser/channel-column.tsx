import { type ReactNode, useState } from 'react';
import type { PageChannel } from '../page-state.ts';
import { PLATFORM_NAMES } from './chat-column.tsx';
import { ChatWindow } from './chat-window.tsx';
import { useTexts } from './language.tsx';
import { type LogEntry, MessageLog } from './message-log.tsx';
import { SlackDialog } from './slack/slack-dialog.tsx';
import { slackEntries } from './slack/slack-message.tsx';
import { tapOnCard } from './teams/tap-on-card.ts';
import { TeamsDialog } from './teams/teams-dialog.tsx';
import { teamsEntries } from './teams/teams-message.tsx';
import { type PageActions, usePageActions } from './use-page-actions.ts';

/** The supervisors' channels, one at a time. */
export function ChannelColumn({ channels }: { channels: readonly PageChannel[] }) {
  const texts = useTexts();
  const [picked, setPicked] = useState<string | null>(null);
  const shown = channels.find((channel) => keyOf(channel) === picked) ?? channels[0];
  return (
    <section className="column" data-testid="channel" aria-labelledby="channel-title">
      <div className="column-head">
        <h2 id="channel-title">{texts.channelColumn}</h2>
        <fieldset className="choice" data-testid="channel-pick">
          <legend>{texts.channel}</legend>
          {channels.map((channel) => (
            <label key={keyOf(channel)}>
              <input
                type="radio"
                name="channel"
                value={keyOf(channel)}
                checked={channel === shown}
                onChange={() => setPicked(keyOf(channel))}
              />
              <span>{PLATFORM_NAMES[channel.platform]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      {shown ? <ChannelWindow key={keyOf(shown)} channel={shown} /> : <p className="empty">{texts.noChannel}</p>}
    </section>
  );
}

function ChannelWindow({ channel }: { channel: PageChannel }) {
  const texts = useTexts();
  const actions = usePageActions();
  const { platform, workspaceName, name, member } = channel;
  const head = (
    <>
      <strong>
        <span className="hash" aria-hidden="true">
          #
        </span>
        {name}
      </strong>
      {member && <span className="as-whom">{texts.asWhom(member.name)}</span>}
    </>
  );
  const dialog = channelDialog(channel, actions);
  return (
    <ChatWindow platform={platform} workspaceName={workspaceName} actions={actions} head={head} dialog={dialog}>
      <div className="window-panel">
        <MessageLog entries={channelEntries(channel, actions)} label={texts.messages} empty={texts.emptyChat} />
      </div>
    </ChatWindow>
  );
}

/** The posts for the log. Nobody can tap when no member of the channel can be played. */
function channelEntries(posts: PageChannel, { act }: PageActions): LogEntry[] {
  const { member, channel } = posts;
  if (posts.platform === 'slack') {
    const who = member && { team: member.workspace, user: member.user };
    return slackEntries(
      posts.messages,
      who && ((ts, tap) => act({ kind: 'slack-tap-message', ...who, channel, ts, ...tap })),
    );
  }
  const who = member && { tenant: member.workspace, user: member.user };
  return teamsEntries(
    posts.messages,
    who && ((activityId, tap) => act(tapOnCard({ ...who, channel, activityId, tap }))),
  );
}

function channelDialog(channel: PageChannel, actions: PageActions): ReactNode {
  const { member } = channel;
  if (!member) return null;
  if (channel.platform === 'slack') {
    const who = { team: member.workspace, user: member.user };
    return channel.modal && <SlackDialog modal={channel.modal} who={who} actions={actions} />;
  }
  const who = { tenant: member.workspace, user: member.user };
  return channel.dialog && <TeamsDialog dialog={channel.dialog} who={who} actions={actions} />;
}

function keyOf({ platform, workspace, channel }: PageChannel): string {
  return `${platform}/${workspace}/${channel}`;
}
