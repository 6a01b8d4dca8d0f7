import { createServer } from 'node:http';
import express from 'express';
import { listen, stopListening } from '../listen.ts';
import { createAdministration } from './administration.ts';
import { ACK_WITHIN_MS } from './app-request.ts';
import { type AckWithinMs, createDelivery } from './deliver.ts';
import { createResponseUrls, createTriggers } from './expiring-handles.ts';
import { createFaults, type PlannedFault } from './faults.ts';
import { answerUnreadable } from './http-answer.ts';
import type { MethodContext } from './method.ts';
import { createPeople, type SlackPeople } from './people.ts';
import { createRateLimits, type RateLimitOptions } from './rate-limits.ts';
import { createRecording, privateContent, type RecordedRequest, storedMessages } from './recording.ts';
import { createResponseUrlRoute } from './response-url-route.ts';
import { restoreWorld, type SavedSlack, saveWorld } from './saved-world.ts';
import { type SlackSnapshot, takeSnapshot } from './snapshot.ts';
import { createSocketServer } from './socket-server.ts';
import { createWebApi } from './web-api.ts';
import { createWorld } from './world.ts';

export interface SlackSimulatorOptions {
  /** Any free port when 0 or left out. */
  readonly port?: number;
  readonly signingSecret: string;
  /** Returns the base address of the app; requests go to `<appUrl()>/slack/events`. */
  readonly appUrl: () => string;
  /** The bot scopes in the app's manifest; exactly these are granted. */
  readonly scopes: readonly string[];
  /** The time for messages. Signatures, triggers and limits use the real clock. */
  readonly now?: () => Date;
  /** 1 unless given; null for no limit. A burst of POST_BURST is allowed. */
  readonly postsPerSecondPerChannel?: number | null;
  /** 600 unless given; null for no limit. */
  readonly postsPerMinutePerWorkspace?: number | null;
  /** No limit unless given. */
  readonly historyLimit?: RateLimitOptions['historyLimit'];
  /** Milliseconds to wait before each retry of an event; shorter than Slack's own unless given. */
  readonly eventRetryDelaysMs?: readonly number[];
  /** How long to wait for the app's acknowledgement; as long as Slack unless given. */
  readonly ackWithinMs?: AckWithinMs;
  /** The real clock in milliseconds, for limits, triggers and response_urls; a test may stop it. */
  readonly machineMs?: () => number;
}

export interface SlackSimulator extends SlackPeople, ReturnType<typeof createAdministration> {
  /** Without a slash at the end; the Web API is at `<url>/api/`. */
  readonly url: string;
  /** Every request that the app made, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Every version of every message that stays in a conversation. */
  recorded(): unknown[];
  /** Ephemeral messages, modals and home pages. */
  recordedPrivate(): unknown[];
  /** The number of accepted posts by the key in their metadata (`event_payload.key`). */
  postsByKey(): ReadonlyMap<string, number>;
  /** Plans a fault for the next calls of a method; `response_url` stands for answers through response_urls. */
  fail(method: string, fault: PlannedFault): void;
  clearFaults(): void;
  state(): SlackSnapshot;
  /** The state, which another simulator can start with. */
  save(): SavedSlack;
  restore(kept: SavedSlack): void;
  /** Calls the listener after every change. @returns a function that removes the listener */
  onChange(listener: () => void): () => void;
  /** The id of a person's conversation with the app; null when there is none yet. */
  directChannel(team: string, user: string): string | null;
  /** True while the app holds a Socket Mode connection. */
  socketConnected(): boolean;
  /** Asks the app to renew its Socket Mode connection, as Slack does every few hours. */
  refreshSockets(): void;
  close(): Promise<void>;
}

/** Starts a simulated Slack on 127.0.0.1, with Slack's protocols and limits. */
export async function startSlackSimulator(options: SlackSimulatorOptions): Promise<SlackSimulator> {
  const world = createWorld(options.now ?? (() => new Date()));
  const closing = new AbortController();
  const app = express();
  const server = createServer(app);
  const url = await listen(server, options.port ?? 0);
  const baseUrl = () => url;

  const { ackWithinMs = () => ACK_WITHIN_MS, machineMs = Date.now } = options;
  const faults = createFaults();
  const { requests, record } = createRecording(baseUrl);
  const responseUrls = createResponseUrls(baseUrl, machineMs);
  const sockets = createSocketServer({ server, appId: world.appId, baseUrl });
  const context = methodContext(options, { world, sockets, triggers: createTriggers(machineMs) });
  const delivery = createDelivery({
    appUrl: options.appUrl,
    signingSecret: options.signingSecret,
    sockets,
    ackWithinMs,
    retryDelaysMs: options.eventRetryDelaysMs ?? [50, 500, 1000],
    closing: closing.signal,
  });

  const route = { faults, record, closing: closing.signal };
  app.use(express.json({ limit: '1mb' }), express.urlencoded({ extended: false, limit: '1mb' }));
  app.all('/api/:method', createWebApi(context, route));
  app.post(['/actions/*path', '/commands/*path'], createResponseUrlRoute(world, responseUrls, route));
  app.use(answerUnreadable);

  return {
    url,
    requests,
    ...createAdministration(world),
    ...createPeople({ world, scopes: options.scopes, triggers: context.triggers, responseUrls, delivery }),
    recorded: () => storedMessages(world),
    recordedPrivate: () => privateContent(world),
    postsByKey: () => context.postsByKey,
    fail: faults.add,
    clearFaults: faults.clear,
    state: () => takeSnapshot(world),
    save: () => saveWorld(world),
    restore: (kept) => restoreWorld(world, kept),
    onChange: world.onChange,
    directChannel: (team, user) => world.workspaces.get(team)?.directs.get(user)?.id ?? null,
    socketConnected: sockets.connected,
    refreshSockets: sockets.refresh,
    async close() {
      closing.abort();
      sockets.close();
      await stopListening(server);
    },
  };
}

function methodContext(
  options: SlackSimulatorOptions,
  parts: Pick<MethodContext, 'world' | 'sockets' | 'triggers'>,
): MethodContext {
  const historyLimit = options.historyLimit ?? null;
  const limits = {
    postsPerSecondPerChannel: options.postsPerSecondPerChannel === undefined ? 1 : options.postsPerSecondPerChannel,
    postsPerMinutePerWorkspace:
      options.postsPerMinutePerWorkspace === undefined ? 600 : options.postsPerMinutePerWorkspace,
    historyLimit,
  };
  return {
    ...parts,
    scopes: options.scopes,
    limits: createRateLimits(limits, options.machineMs ?? Date.now),
    historyPageSize: historyLimit?.pageSize ?? null,
    postsByKey: new Map(),
  };
}
