import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { slackManifest } from '../../manifests/command-lists.ts';
import { FEATURES } from '../../src/app/features.ts';
import { createReadCommand } from '../../src/chat/read-command.ts';
import { PAYLOADS } from '../../src/platforms/slack/parse-schema.ts';
import { BOT_EVENTS, BOT_SCOPES, METHOD_SCOPES, SLACK_PATH, SLASH_COMMAND } from '../../src/platforms/slack/scopes.ts';

const CODE = 'src/platforms/slack';
const MANIFEST = 'manifests/slack/manifest.yaml';

const manifestSchema = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z.array(
      z.strictObject({
        name: z.string(),
        type: z.literal('global'),
        callback_id: z.string(),
        description: z.string(),
      }),
    ),
    slash_commands: z.array(
      z.strictObject({
        command: z.string(),
        url: z.url(),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: z.url(), bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.url() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const text = readFileSync(MANIFEST, 'utf8');
const manifest = manifestSchema.parse(parse(text));

function codeFiles(): string[] {
  return readdirSync(CODE).map((file) => readFileSync(`${CODE}/${file}`, 'utf8'));
}

/** Every `client.<family>.<method>(` in the code. */
function methodsCalled(): string[] {
  const calls = codeFiles().flatMap((code) => [...code.matchAll(/\bclient\.([a-z]+)\.([a-zA-Z.]+)\(/g)]);
  return [...new Set(calls.map(([, family, method]) => `${family}.${method}`))].sort();
}

/** The events whose shape the code can read, as the manifest names them. */
function eventsRead(): string[] {
  const names = Object.values(PAYLOADS).flatMap((schema) => {
    const json = z.toJSONSchema(schema, { unrepresentable: 'any' });
    const event = z
      .object({
        properties: z.object({
          type: z.object({ const: z.string() }),
          channel_type: z.object({ const: z.string() }).optional(),
        }),
      })
      .safeParse(json.properties?.['event']);
    if (!event.success) return [];
    const { type, channel_type } = event.data.properties;
    return [channel_type ? `${type.const}.${channel_type.const}` : type.const];
  });
  return [...new Set(names)].sort();
}

describe('the Slack manifest', () => {
  it('asks for the scopes that the code needs, and no others', () => {
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(BOT_SCOPES);
  });

  it('the test knows every method that the code calls', () => {
    expect(methodsCalled()).toEqual(Object.keys(METHOD_SCOPES).sort());
  });

  it('subscribes to the events that the code reads, and no others', () => {
    expect(eventsRead()).toEqual([...BOT_EVENTS].sort());
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual([...BOT_EVENTS].sort());
  });

  it('lists what can be typed in the hint, as npm run manifests writes it', () => {
    const words = FEATURES.flatMap((feature) => feature.words ?? []);
    expect(text).toBe(slackManifest(text, words));
    expect(manifest.features.slash_commands[0]?.usage_hint).toMatch(/^check-in \|.* \| hulp$/);
  });

  it('has words as shortcuts, within Slack’s limits', () => {
    const { shortcuts } = manifest.features;
    expect(shortcuts.length).toBeLessThanOrEqual(5);
    expect(shortcuts.map(({ callback_id }) => callback_id)).toEqual(expect.arrayContaining(['check-in', 'home']));
    const read = createReadCommand(FEATURES.flatMap((feature) => feature.words ?? []));
    for (const { name, description, callback_id } of shortcuts) {
      expect([name.length <= 24, description.length <= 150, callback_id.length <= 255]).toEqual([true, true, true]);
      expect(read(callback_id)).not.toBeNull();
    }
  });

  it('has the one slash command', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([SLASH_COMMAND]);
    expect(PAYLOADS.command.shape.command.value).toBe(SLASH_COMMAND);
  });

  it('sends everything to the path that we serve', () => {
    const urls = [
      manifest.settings.event_subscriptions.request_url,
      manifest.settings.interactivity.request_url,
      ...manifest.features.slash_commands.map(({ url }) => url),
    ];
    expect(urls.map((url) => new URL(url).pathname)).toEqual([SLACK_PATH, SLACK_PATH, SLACK_PATH]);
  });

  it('gives its reason for every scope', () => {
    const lines = text.split('\n').map((line) => line.trim());
    const unexplained = manifest.oauth_config.scopes.bot.filter(
      (scope) => !lines[lines.indexOf(`- ${scope}`) - 1]?.startsWith('#'),
    );
    expect(unexplained).toEqual([]);
  });
});
