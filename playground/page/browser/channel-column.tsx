import { type ReactNode, useState } from 'react';
import type { PageChannel } from '../page-state.ts';
import { PLATFORM_NAMES } from './chat-column.tsx';
import { ChatWindow } from './chat-window.tsx';
import { useWords } from './language.tsx';
import { type LogEntry, MessageLog } from './message-log.tsx';
import { SlackDialog } from './slack/slack-dialog.tsx';
import { slackEntries } from './slack/slack-message.tsx';
import { tapOnCard } from './teams/tap-on-card.ts';
import { TeamsDialog } from './teams/teams-dialog.tsx';
import { teamsEntries } from './teams/teams-message.tsx';
import { type Acting, useActing } from './use-acting.ts';

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
              <span>{PLATFORM_NAMES[channel.platform]}</span>
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
  const acting = useActing();
  const { platform, workspaceName, name, member } = channel;
  const head = (
    <>
      <strong>
        <span className="hash" aria-hidden="true">
          #
        </span>
        {name}
      </strong>
      {member && <span className="as-whom">{words.asWhom(member.name)}</span>}
    </>
  );
  const dialog = channelDialog(channel, acting);
  return (
    <ChatWindow platform={platform} workspaceName={workspaceName} acting={acting} head={head} dialog={dialog}>
      <div className="window-panel">
        <MessageLog entries={channelEntries(channel, acting)} label={words.messages} empty={words.emptyChat} />
      </div>
    </ChatWindow>
  );
}

/** Nobody can tap where nobody who can be played is in the channel. */
function channelEntries(posts: PageChannel, { act }: Acting): LogEntry[] {
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

function channelDialog(channel: PageChannel, acting: Acting): ReactNode {
  const { member } = channel;
  if (!member) return null;
  if (channel.platform === 'slack') {
    const who = { team: member.workspace, user: member.user };
    return channel.modal && <SlackDialog modal={channel.modal} who={who} acting={acting} />;
  }
  const who = { tenant: member.workspace, user: member.user };
  return channel.dialog && <TeamsDialog dialog={channel.dialog} who={who} acting={acting} />;
}

function keyOf({ platform, workspace, channel }: PageChannel): string {
  return `${platform}/${workspace}/${channel}`;
}
