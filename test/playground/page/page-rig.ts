import { createServer } from 'node:http';
import express from 'express';
import pino from 'pino';
import { z } from 'zod';
import { createPlaygroundPage } from '../../../playground/page/playground-page.ts';
import { startSlackSimulator } from '../../../playground/slack/simulator.ts';
import { startTeamsSimulator } from '../../../playground/teams/simulator.ts';
import type { ChatEvent, Reply } from '../../../src/chat/event.ts';
import type { ChatPlatform } from '../../../src/chat/platform.ts';
import { sentenceView } from '../../../src/chat/sentence.ts';
import type { View } from '../../../src/chat/view.ts';
import type { CheckIn } from '../../../src/features/check-in/store.ts';
import { ACTIONS, changeDialog, checkInView } from '../../../src/features/check-in/view.ts';
import { languageChoice } from '../../../src/features/home/view.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { createSlackReceiver } from '../../../src/platforms/slack/receive.ts';
import { BOT_SCOPES } from '../../../src/platforms/slack/scopes.ts';
import { createSlackPlatform } from '../../../src/platforms/slack/send.ts';
import { createTeamsReceiver } from '../../../src/platforms/teams/receive.ts';
import { createTeamsPlatform } from '../../../src/platforms/teams/send.ts';
import { LONG_TIMEOUT_RECEIVER, LONG_TIMEOUTS_SLACK, LONG_TIMEOUTS_TEAMS } from '../../fakes/long-timeouts.ts';
import { fakeStandingMessages } from '../../fakes/standing-messages.ts';
import { listen, stopListening } from '../../listen.ts';
import { mount } from '../../platforms/mount.ts';

export const SLACK_TEAM = 'T0NOORD';
export const TENANT = '11111111-1111-4111-8111-111111111111';
export const ANNA = { workspace: SLACK_TEAM, user: 'U0ANNA', name: 'Anna de Wit', role: 'teacher' };
export const FLOOR = { workspace: SLACK_TEAM, user: 'U0FLOOR', name: 'Floor Bakker', role: 'teacher' };
export const BRAM = {
  workspace: TENANT,
  user: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
  name: 'Bram Visser',
  role: 'teacher',
};
const SLACK_CHANNEL = 'C0BEGELEIDERS';
const TEAM = '19:team@thread.tacv2';
const TEAMS_CHANNEL = '19:supervisors@thread.tacv2';

export const CHANNELS = { slack: SLACK_CHANNEL, teams: TEAMS_CHANNEL } as const;

const START = new Date('2026-11-17T14:30:00Z');
const SIGNING_SECRET = 'a-secret-of-this-test';
const ITEMS = ['VIT01', 'TOE01', 'ABS01'] as const;

/** The clock of a test: the page asks it to move, and the test lets it arrive. */
interface TestClock {
  now(): Date;
  readonly asked: string[];
  arrive: () => void;
  fails: boolean;
  toNextHour(): Promise<void>;
  toNextDay(): Promise<void>;
  toNextCheckIn(): Promise<void>;
  toNextMonday(): Promise<void>;
}

/**
 * Opens the page over both simulators, with the real platform adapters and an app in memory that only has check-ins.
 */
export async function openPlayground() {
  const clock = createClock();
  const app = express();
  const server = createServer(app);
  const url = await listen(server);
  const log = pino({ level: 'silent' });
  const bot = createBot(await readInstruments([]), clock.now);

  const slack = await startSlackSimulator({
    signingSecret: SIGNING_SECRET,
    appUrl: () => url,
    scopes: BOT_SCOPES,
    now: clock.now,
    postsPerSecondPerChannel: null,
    ...LONG_TIMEOUTS_SLACK,
  });
  const teams = await startTeamsSimulator({ appUrl: () => url, now: clock.now, ...LONG_TIMEOUTS_TEAMS });
  const { botToken, botUser } = populateSlack(slack);
  const { appId, appPassword, tenantId, ...endpoints } = teams.authentication;
  const credentials = { type: 'SingleTenant' as const, appId, appPassword, tenantId, endpoints };
  const slackAccess = {
    slackApiUrl: `${slack.url}/api/`,
    tokenFor: async () => ({ botToken, botUserId: botUser }),
    isOurs: async () => true,
    onWorkspaceLost: async () => {},
    log,
  };
  const slackReceiver = createSlackReceiver({
    connection: { mode: 'http', signingSecret: SIGNING_SECRET },
    ...slackAccess,
    ...LONG_TIMEOUT_RECEIVER,
    receive: bot.receive,
  });
  const teamsReceiver = createTeamsReceiver({
    messages: fakeStandingMessages(),
    credentials,
    receive: bot.receive,
    isTenantAllowed: async () => true,
    isOurs: async () => false,
    onServiceUrl: async () => {},
    log,
    ...LONG_TIMEOUTS_TEAMS,
  });
  mount(app, slackReceiver);
  mount(app, teamsReceiver);
  app.use(await createPlaygroundPage({ slack, teams, clock }));
  await populateTeams(teams);
  const platforms = {
    slack: createSlackPlatform(slackAccess),
    teams: createTeamsPlatform({ credentials, serviceUrlFor: async () => teams.url }),
  };
  const conversationOfBram = () => bot.conversations.get(BRAM.user) ?? null;
  return {
    url,
    slack,
    teams,
    clock,
    /** True makes the app fail at every event. */
    set breaks(breaks: boolean) {
      bot.breaks = breaks;
    },
    /** Replies to the next events, instead of the app's own. */
    forced: bot.forced,
    received: bot.received,
    /** Sends a view to Anna and Bram. */
    async send(view: View): Promise<void> {
      await sendTo(platforms.slack, ANNA, null, view);
      await sendTo(platforms.teams, BRAM, conversationOfBram(), view);
    },
    /** Sends a check-in to everybody. */
    async sendCheckIns(): Promise<void> {
      for (const person of [ANNA, FLOOR]) await sendTo(platforms.slack, person, null, bot.openCheckIn(person.user));
      await sendTo(platforms.teams, BRAM, conversationOfBram(), bot.openCheckIn(BRAM.user));
    },
    /** Posts in both supervisors' channels. */
    async post(view: View): Promise<void> {
      const key = `post-${view.summary}`;
      await platforms.slack.send({ key, to: { kind: 'channel', workspace: SLACK_TEAM, channel: SLACK_CHANNEL }, view });
      await platforms.teams.send({ key, to: { kind: 'channel', workspace: TENANT, channel: TEAMS_CHANNEL }, view });
    },
    answersOf: bot.answersOf,
    /** Resolves when Teams shows every update: a late update replaces the card that a tap brought. */
    settled: () => teamsReceiver.stop(),
    async close(): Promise<void> {
      await Promise.all([slack.close(), teams.close()]);
      await slackReceiver.stop();
      await teamsReceiver.stop();
      await stopListening(server);
    },
  };
}

export type Playground = Awaited<ReturnType<typeof openPlayground>>;

function createClock(): TestClock {
  const asked: string[] = [];
  const clock: TestClock = {
    now: () => START,
    asked,
    arrive: () => {},
    fails: false,
    toNextHour: () => move('next-hour'),
    toNextDay: () => move('next-day'),
    toNextCheckIn: () => move('next-check-in'),
    toNextMonday: () => move('next-monday'),
  };
  function move(to: string): Promise<void> {
    asked.push(to);
    return new Promise((resolve, reject) => {
      clock.arrive = () => (clock.fails ? reject(new Error('no')) : resolve());
    });
  }
  return clock;
}

function populateSlack(slack: Awaited<ReturnType<typeof startSlackSimulator>>) {
  const access = slack.addWorkspace({ team: SLACK_TEAM, name: 'Scholengroep Noord' });
  for (const { user, name } of [ANNA, FLOOR]) slack.addUser({ team: SLACK_TEAM, user, name });
  slack.addChannel({ team: SLACK_TEAM, channel: SLACK_CHANNEL, name: 'begeleiders' });
  return access;
}

async function populateTeams(teams: Awaited<ReturnType<typeof startTeamsSimulator>>): Promise<void> {
  teams.addTenant({ tenant: TENANT, name: 'Stichting De Waterkant' });
  teams.addUser({ tenant: TENANT, user: BRAM.user, name: BRAM.name });
  teams.addChannel({ tenant: TENANT, team: TEAM, channel: TEAMS_CHANNEL, name: 'Begeleiders' });
  await teams.install({ tenant: TENANT, user: BRAM.user });
  await teams.installInTeam({ tenant: TENANT, user: BRAM.user, team: TEAM });
}

async function sendTo(
  platform: ChatPlatform,
  { workspace, user }: { workspace: string; user: string },
  conversation: { readonly [key: string]: string } | null,
  view: View,
): Promise<void> {
  await platform.send({ key: `check-in-${user}`, to: { kind: 'person', workspace, user, conversation }, view });
}

const answerData = z.object({ item: z.string(), value: z.coerce.number() });

/** Makes an app that asks three questions, stores the answers, lets people change them, and has a home page. */
function createBot(instruments: Awaited<ReturnType<typeof readInstruments>>, now: () => Date) {
  const checkIns = new Map<string, CheckIn>();
  const conversations = new Map<string, { readonly [key: string]: string }>();
  const forced: Reply[] = [];
  const received: ChatEvent[] = [];
  const instrument = instruments.inLanguage('nl');

  function openCheckIn(user: string): View {
    const items = ITEMS.map((item) => ({ item, value: null, skipped: false }));
    const closesAt = new Date('2026-11-22T23:00:00Z');
    const checkIn: CheckIn = {
      id: `of-${user}`,
      personId: user,
      week: '2026-W47',
      language: 'nl',
      closesAt,
      takesPart: true,
      items,
    };
    checkIns.set(user, checkIn);
    return checkInView(checkIn, instrument, now());
  }

  function change(user: string, values: { readonly [item: string]: number }): CheckIn {
    const checkIn = known(user);
    const items = checkIn.items.map((asked) => ({ ...asked, value: values[asked.item] ?? asked.value }));
    const changed = { ...checkIn, items };
    checkIns.set(user, changed);
    return changed;
  }

  function known(user: string): CheckIn {
    const checkIn = checkIns.get(user);
    if (!checkIn) throw new Error('No check-in was sent.');
    return checkIn;
  }

  function tap(user: string, action: string, data: unknown): Reply {
    if (action === ACTIONS.open) return { kind: 'dialog', dialog: changeDialog(known(user), instrument) };
    if (action !== ACTIONS.answer) return { kind: 'say', view: sentenceView(`Gekozen: ${action}`) };
    const { item, value } = answerData.parse(data);
    return { kind: 'replace', view: checkInView(change(user, { [item]: value }), instrument, now()) };
  }

  async function receive(event: ChatEvent): Promise<Reply> {
    const { user } = event.from;
    received.push(event);
    const instead = forced.shift();
    if (instead) return instead;
    if (bot.breaks) throw new Error('The app is broken.');
    switch (event.kind) {
      case 'tap':
        return tap(user, event.action, event.data);
      case 'submission':
        change(user, z.record(z.string(), z.coerce.number()).parse(event.values));
        return { kind: 'close', note: 'Je antwoorden zijn bewaard.' };
      case 'command':
        return { kind: 'say', view: sentenceView(`Je typte: ${event.words}`) };
      case 'home-opened':
        return { kind: 'home', view: homePage, inChat: homePage };
      case 'connected':
        if (event.conversation) conversations.set(user, event.conversation);
        return { kind: 'none' };
      default:
        return { kind: 'none' };
    }
  }

  const bot = {
    receive,
    breaks: false,
    forced,
    received,
    openCheckIn,
    conversations,
    answersOf: (user: string) => known(user).items.map(({ value }) => value),
  };
  return bot;
}

const HOME: View['blocks'] = [
  { kind: 'heading', text: 'Polsslag' },
  { kind: 'text', text: 'Je doet mee. Elke week krijg je drie korte vragen, buiten de vakanties.' },
  { kind: 'heading', text: 'Mijn antwoorden' },
  { kind: 'text', text: 'week 46: vitaliteit 4' },
  { kind: 'text', text: 'week 47: toewijding 5' },
  languageChoice(
    { id: 'p1', name: 'Naam', role: 'teacher', language: 'nl', takesPart: true, decided: true },
    { place: 'home' },
  ),
];
const homePage: View = { summary: 'Polsslag', blocks: HOME };
