import type { SlackBlock } from './block-schema.ts';
import { elementsOf } from './check-blocks.ts';
import { type ChosenValue, stateOf } from './element-state.ts';
import type { OpenView, StoredMessage, Workspace, World } from './world.ts';

type Json = { [key: string]: unknown };

/** A message in the form that Slack uses in answers and payloads. */
export function messageJson(world: World, workspace: Workspace, message: StoredMessage, withMetadata: boolean): Json {
  return {
    type: 'message',
    user: message.author,
    ts: message.ts,
    text: message.text,
    team: workspace.team,
    blocks: message.blocks,
    ...(message.fromApp ? { bot_id: workspace.botId, app_id: world.appId } : {}),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.editedTs === null ? {} : { edited: { user: message.author, ts: message.editedTs } }),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** A modal or home page in the form that Slack uses in answers and payloads. */
export function viewJson(world: World, workspace: Workspace, open: OpenView): Json {
  return {
    id: open.id,
    team_id: workspace.team,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    submit: null,
    close: null,
    ...open.view,
    state: { values: stateValues(open.view.blocks, open.chosen) },
    hash: open.hash,
    previous_view_id: open.previousId,
    root_view_id: open.rootId,
    app_id: world.appId,
    app_installed_team_id: workspace.team,
    bot_id: workspace.botId,
  };
}

/** state.values: the state of every element with a value, by block_id and action_id. */
export function stateValues(blocks: readonly SlackBlock[], chosen: ReadonlyMap<string, ChosenValue>): Json {
  const values: { [blockId: string]: Json } = {};
  for (const block of blocks) {
    for (const { element } of elementsOf(block)) {
      if (!('action_id' in element) || !element.action_id || !block.block_id) continue;
      const state = stateOf(element, chosen.get(`${block.block_id}/${element.action_id}`) ?? null);
      if (state) values[block.block_id] = { ...values[block.block_id], [element.action_id]: state };
    }
  }
  return values;
}

/** Turns a name into the form of a Slack user name or domain. */
export function slackHandle(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
