import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type Express } from 'express';
import { listen, stopListening } from '../listen.ts';
import { createBotTokens } from './bot-tokens.ts';
import type { WhichAction } from './card-actions.ts';
import type { Inputs } from './card-inputs.ts';
import { connectorRoutes } from './connector-routes.ts';
import { TIMEOUTS } from './deliver.ts';
import { closeDialog, openDialog, submitDialog } from './dialogs.ts';
import { createFaults, type FaultOperation, type PlannedFault } from './faults.ts';
import { install, installInTeam, type TeamInstallation, uninstall, uninstallFromTeam } from './installation.ts';
import { createSigningKey } from './keys.ts';
import { CHANNEL_ISSUER, CONNECTOR_AUDIENCE, loginRoutes } from './login-routes.ts';
import { redeliver } from './perform-activity.ts';
import { createRateLimit, REQUESTS_PER_TENANT, SENDS_PER_CONVERSATION } from './rate-limit.ts';
import { recordRequests } from './record-requests.ts';
import type { ActivityResult, PlatformTimeouts } from './results.ts';
import { restoreWorld, type SavedTeams, saveWorld } from './saved-world.ts';
import { answerRefusal } from './serve.ts';
import type { AcceptedSend, RecordedRequest, TeamsSimulation, VisibleError } from './simulation.ts';
import { type RecordedMessage, recordedMessages, type TeamsSnapshot, takeSnapshot } from './snapshot.ts';
import { execute, type MessageTap } from './tap-message.ts';
import { changeMessage, mentionApp, typeMessage } from './typing.ts';
import {
  addChannel,
  addTenant,
  addUser,
  createWorld,
  removeUser,
  type TeamsChannel,
  type TeamsPerson,
} from './world.ts';

export interface TeamsSimulatorOptions {
  /** Any free port when 0 or left out. */
  readonly port?: number;
  /** Returns the base address of the app, without a path; called at every delivery. */
  readonly appUrl: () => string;
  /** The time that people see. Limits and tokens use the machine's clock. */
  readonly now?: () => Date;
  /** False switches off the limits on how fast an app may post. */
  readonly limits?: boolean;
  /** How long people wait for the app's answers; as long as Teams unless given. */
  readonly timeouts?: PlatformTimeouts;
  /** The machine's clock in milliseconds, for limits and tokens; a test may stop it. */
  readonly machineMs?: () => number;
  readonly appId?: string;
  readonly appPassword?: string;
}

/** The settings with which an app uses this simulator instead of Teams; the names in brackets are botbuilder's. */
interface TeamsAuthentication {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  /** The token endpoint is this followed by `/oauth2/v2.0/token` (ToChannelFromBotLoginUrl). */
  readonly loginUrl: string;
  /** The scope to ask for is this followed by `/.default` (ToChannelFromBotOAuthScope). */
  readonly oauthScope: string;
  /** ToBotFromChannelTokenIssuer. */
  readonly tokenIssuer: string;
  /** ToBotFromChannelOpenIdMetadataUrl. */
  readonly openIdMetadata: string;
}

/** A Microsoft Teams on this machine: tenants, people and channels, and the services that an app uses. */
export interface TeamsSimulator {
  /** The Bot Connector's address (`serviceUrl` of every activity). */
  readonly url: string;
  readonly authentication: TeamsAuthentication;

  addTenant(tenant: { tenant: string; name: string }): void;
  addUser(user: TeamsPerson & { name: string }): void;
  addChannel(channel: TeamsChannel): void;
  /** Removes a person and their chat from the tenant; writing to it is then refused with 404 ConversationNotFound. */
  removeUser(person: TeamsPerson): void;

  install(person: TeamsPerson): Promise<ActivityResult>;
  uninstall(person: TeamsPerson): Promise<ActivityResult>;
  installInTeam(where: TeamInstallation): Promise<ActivityResult>;
  uninstallFromTeam(where: TeamInstallation): Promise<ActivityResult>;
  /** Taps an Action.Execute. @throws PolsslagError when the message has no such button */
  execute(tap: MessageTap): Promise<ActivityResult>;
  /** Taps an Action.Submit that fetches a dialog. @throws PolsslagError when the message has no such button */
  openDialog(tap: MessageTap): Promise<ActivityResult>;
  submitDialog(person: TeamsPerson, inputs: Inputs, which?: WhichAction): Promise<ActivityResult>;
  closeDialog(person: TeamsPerson): void;
  typeMessage(person: TeamsPerson, text: string): Promise<ActivityResult>;
  /** Edits a message of the person's own. @throws PolsslagError NOT_FOUND */
  changeMessage(person: TeamsPerson, activityId: string, text: string): Promise<ActivityResult>;
  /** Mentions the app in a channel; null when the app is not in that team and so is not told. */
  mentionApp(person: TeamsPerson, channel: string, text: string): Promise<ActivityResult | null>;
  /** Delivers an earlier activity again with the same id. */
  redeliver(activityId: string): Promise<ActivityResult>;

  /** Every request made to the simulator, oldest first, without tokens and secrets. */
  readonly requests: readonly RecordedRequest[];
  /** Every version that a message of the app ever had in a chat. */
  recorded(): readonly RecordedMessage[];
  /** Dialogs and short answers, which only one person saw and which are not kept in a chat. */
  recordedPrivate(): TeamsSimulation['seenPrivately'];
  /** Every error that a person saw because the app gave no valid answer in time. */
  readonly visibleErrors: readonly VisibleError[];
  /** Addresses of pictures on this machine that could not be loaded; people see an empty frame. */
  readonly brokenPictures: readonly string[];
  /** Every accepted message, oldest first, also when the answer never reached the app. */
  readonly sends: readonly AcceptedSend[];
  sendsByConversation(): Map<string, number>;

  /** Plans a fault; several apply in the order of planning. */
  fail(operation: FaultOperation, fault: PlannedFault): void;
  clearFaults(): void;
  /** Every token issued so far is refused with 401 from now on. */
  revokeTokens(): void;

  state(): TeamsSnapshot;
  /** The state, which another simulator can start with. */
  save(): SavedTeams;
  restore(kept: SavedTeams): void;
  /** Calls the listener after every change. @returns a function that removes the listener */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Starts a simulated Teams on 127.0.0.1. It is empty: add tenants first, then users and channels. */
export async function startTeamsSimulator(options: TeamsSimulatorOptions): Promise<TeamsSimulator> {
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  const address = { url: '' };
  const simulation = createSimulation(options, closing.signal, () => address.url, listeners);
  const server = createServer(createApp(simulation));
  address.url = await listen(server, options.port ?? 0);
  return {
    ...peopleOf(simulation),
    ...recordOf(simulation),
    url: address.url,
    authentication: authenticationOf(simulation),
    fail: simulation.faults.fail,
    clearFaults: simulation.faults.clear,
    revokeTokens: simulation.tokens.revokeAll,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closing.abort();
      return stopListening(server);
    },
  };
}

function createSimulation(
  options: TeamsSimulatorOptions,
  closing: AbortSignal,
  serviceUrl: () => string,
  listeners: ReadonlySet<() => void>,
): TeamsSimulation {
  const now = options.now ?? (() => new Date());
  const ids = { last: 0 };
  return {
    appId: options.appId ?? randomUUID(),
    appPassword: options.appPassword ?? randomUUID(),
    tenantId: randomUUID(),
    appUrl: options.appUrl,
    serviceUrl,
    now,
    timeouts: options.timeouts ?? TIMEOUTS,
    machineMs: options.machineMs ?? Date.now,
    key: createSigningKey(),
    tokens: createBotTokens(),
    world: createWorld(),
    faults: createFaults(),
    limits:
      options.limits === false
        ? null
        : { sends: createRateLimit(SENDS_PER_CONVERSATION), requests: createRateLimit(REQUESTS_PER_TENANT) },
    requests: [],
    sends: [],
    visibleErrors: [],
    brokenPictures: [],
    seenPrivately: [],
    dialogs: new Map(),
    attempts: new Map(),
    closing,
    ids,
    nextId: createIds(now, ids),
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** Makes ids like those of Teams: the time in milliseconds, but never the same one twice. */
function createIds(now: () => Date, ids: TeamsSimulation['ids']): () => string {
  return () => {
    ids.last = Math.max(ids.last + 1, now().getTime());
    return String(ids.last);
  };
}

function createApp(simulation: TeamsSimulation): Express {
  const app = express();
  app.disable('x-powered-by');
  // Far above the largest message, so that a message over Teams' limit gets Teams' own answer.
  app.use(express.json({ limit: '2mb' }), express.urlencoded({ extended: false }));
  app.use(recordRequests(simulation));
  app.use(loginRoutes(simulation), connectorRoutes(simulation));
  app.use((_req, res) => {
    res.status(404).json({ error: { code: 'NotFound', message: 'There is nothing here.' } });
  });
  app.use(answerRefusal);
  return app;
}

function authenticationOf({ appId, appPassword, tenantId, serviceUrl }: TeamsSimulation): TeamsAuthentication {
  return {
    appId,
    appPassword,
    tenantId,
    loginUrl: `${serviceUrl()}/${tenantId}`,
    oauthScope: CONNECTOR_AUDIENCE,
    tokenIssuer: CHANNEL_ISSUER,
    // The tenant makes the address unique: botbuilder caches the keys of an address as long as the process lives, and
    // ports are used again.
    openIdMetadata: `${serviceUrl()}/v1/.well-known/openidconfiguration?tenant=${tenantId}`,
  };
}

function peopleOf(simulation: TeamsSimulation) {
  const { world } = simulation;
  return {
    addTenant: (tenant: { tenant: string; name: string }) => changing(simulation, () => addTenant(world, tenant)),
    addUser: (user: TeamsPerson & { name: string }) => changing(simulation, () => addUser(world, user)),
    addChannel: (channel: TeamsChannel) => changing(simulation, () => addChannel(world, channel)),
    removeUser: (person: TeamsPerson) => changing(simulation, () => removeUser(world, person)),
    install: (person: TeamsPerson) => install(simulation, person),
    uninstall: (person: TeamsPerson) => uninstall(simulation, person),
    installInTeam: (where: TeamInstallation) => installInTeam(simulation, where),
    uninstallFromTeam: (where: TeamInstallation) => uninstallFromTeam(simulation, where),
    execute: (tap: MessageTap) => execute(simulation, tap),
    openDialog: (tap: MessageTap) => openDialog(simulation, tap),
    submitDialog: (person: TeamsPerson, inputs: Inputs, which: WhichAction = {}) =>
      submitDialog(simulation, person, inputs, which),
    closeDialog: (person: TeamsPerson) => closeDialog(simulation, person),
    typeMessage: (person: TeamsPerson, text: string) => typeMessage(simulation, person, text),
    changeMessage: (person: TeamsPerson, activityId: string, text: string) =>
      changeMessage(simulation, person, activityId, text),
    mentionApp: (person: TeamsPerson, channel: string, text: string) => mentionApp(simulation, person, channel, text),
    redeliver: (activityId: string) => redeliver(simulation, activityId),
  };
}

function recordOf(simulation: TeamsSimulation) {
  const { requests, visibleErrors, brokenPictures, sends, seenPrivately } = simulation;
  return {
    requests,
    visibleErrors,
    brokenPictures,
    sends,
    recorded: () => recordedMessages(simulation),
    recordedPrivate: () => seenPrivately,
    sendsByConversation() {
      const counts = new Map<string, number>();
      for (const { conversation } of sends) counts.set(conversation, (counts.get(conversation) ?? 0) + 1);
      return counts;
    },
    state: () => takeSnapshot(simulation),
    save: () => saveWorld(simulation),
    restore: (kept: SavedTeams) => restoreWorld(simulation, kept),
  };
}

function changing(simulation: TeamsSimulation, change: () => void): void {
  change();
  simulation.changed();
}
