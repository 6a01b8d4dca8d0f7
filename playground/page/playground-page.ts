import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { SlackSimulator } from '../slack/simulator.ts';
import type { TeamsSimulator } from '../teams/simulator.ts';
import { bundlePage } from './bundle.ts';
import { createChangeStream } from './change-stream.ts';
import { ICON_SVG, PAGE_HTML, SECURITY_POLICY } from './html.ts';
import { loopbackOnly } from './loopback-only.ts';
import { type ActionFeedback, type PageAction, pageActionSchema } from './page-action.ts';
import { type ClockMove, clockMoveSchema, type PageState, type RoleOf } from './page-state.ts';
import { performSlackAction } from './perform-slack-action.ts';
import { performTeamsAction } from './perform-teams-action.ts';
import { slackChannels, slackPageState } from './slack-page-state.ts';
import { teamsChannels, teamsPageState } from './teams-page-state.ts';

interface PlaygroundClock {
  now(): Date;
  /** Resolves when everything that became due has been done and sent. */
  toNextHour(): Promise<void>;
  toNextDay(): Promise<void>;
  /** Resolves when the check-ins of the next round have been sent. */
  toNextCheckIn(): Promise<void>;
  /** Resolves when the week has been published. */
  toNextMonday(): Promise<void>;
}

interface PlaygroundPageOptions {
  readonly slack: SlackSimulator;
  readonly teams: TeamsSimulator;
  readonly clock: PlaygroundClock;
  /** The words that people can type to the app. */
  readonly words?: PageState['words'];
  /** Who can be played, and in which role; everybody in both simulators as a teacher unless given. */
  readonly roleOf?: RoleOf;
}

const whose = z
  .string()
  .regex(/^[^/]+\/[^/]+$/)
  .transform((value) => {
    const [workspace = '', user = ''] = value.split('/');
    return { workspace, user };
  })
  .optional();
const stateQuery = z.object({ slack: whose, teams: whose });
const clockBody = z.strictObject({ to: clockMoveSchema });

/**
 * The page on which you play the people in both simulators: GET /, and everything that the page requests under
 * /playground. Only loopback addresses get an answer, because anybody who can open the page can act as anybody.
 * @throws PolsslagError UNAVAILABLE without esbuild, which bundles the page's script
 */
export async function createPlaygroundPage(options: PlaygroundPageOptions): Promise<Router> {
  const { slack, teams, clock, words = [], roleOf = () => 'teacher' } = options;
  const { script, style } = await bundlePage();
  const changes = createChangeStream(() => moves.current() !== null);
  slack.onChange(changes.changed);
  teams.onChange(changes.changed);
  const moves = createMoves(clock, changes.changed);

  const router = Router();
  router.get('/', loopbackOnly, (_request, response) => send(response, 'html', PAGE_HTML));
  router.use('/playground', loopbackOnly, express.json({ limit: '64kb' }));
  router.get('/playground/page.js', (_request, response) => send(response, 'js', script));
  router.get('/playground/page.css', (_request, response) => send(response, 'css', style));
  router.get('/playground/icon.svg', (_request, response) => send(response, 'svg', ICON_SVG));
  router.get('/playground/state', (request, response) => {
    const query = stateQuery.safeParse(request.query);
    if (!query.success) return refuse(response, 400, 'unreadable');
    const [slackState, teamsState] = [slack.state(), teams.state()];
    const inSlack = slackPageState(slackState, query.data.slack ?? null, roleOf);
    const inTeams = teamsPageState(teamsState, query.data.teams ?? null, roleOf);
    const state: PageState = {
      now: clock.now().toISOString(),
      moving: moves.current(),
      words,
      slack: inSlack,
      teams: inTeams,
      channels: [
        ...slackChannels(slackState, inSlack.shown?.person ?? null, roleOf),
        ...teamsChannels(teamsState, inTeams.shown?.person ?? null, roleOf),
      ],
    };
    response.set('cache-control', 'no-store').json(state);
  });
  router.get('/playground/changes', changes.follow);
  router.post('/playground/act', (request, response) => answerPageAction(options, request, response));
  router.post('/playground/clock', async (request, response) => {
    const body = clockBody.safeParse(request.body);
    if (!body.success) return refuse(response, 400, 'unreadable');
    if (moves.current() !== null) return refuse(response, 409, 'the clock is on its way already');
    await moves.start(body.data.to);
    sendFeedback(response, { said: null, problem: null });
  });
  router.use('/playground', answerUnreadable);
  return router;
}

/** Allows one move of the clock at a time. */
function createMoves(clock: PlaygroundClock, changed: () => void) {
  let current: ClockMove | null = null;
  return {
    current: () => current,
    async start(to: ClockMove): Promise<void> {
      // Announced before `current` is set, so that pages hear of the move without the longer delay that applies during
      // it.
      changed();
      current = to;
      try {
        await moveOf(clock, to);
      } finally {
        current = null;
        changed();
      }
    },
  };
}

function moveOf(clock: PlaygroundClock, to: ClockMove): Promise<void> {
  switch (to) {
    case 'next-hour':
      return clock.toNextHour();
    case 'next-day':
      return clock.toNextDay();
    case 'next-check-in':
      return clock.toNextCheckIn();
    case 'next-monday':
      return clock.toNextMonday();
  }
}

async function answerPageAction(
  { slack, teams }: PlaygroundPageOptions,
  request: Request,
  response: Response,
): Promise<void> {
  const action = pageActionSchema.safeParse(request.body);
  if (!action.success) return refuse(response, 400, 'unreadable');
  try {
    sendFeedback(response, await perform(slack, teams, action.data));
  } catch (error) {
    // The simulators throw when a person cannot do something, such as tapping a button that is gone.
    refuse(response, 409, error instanceof Error ? error.message : 'unknown');
  }
}

function perform(slack: SlackSimulator, teams: TeamsSimulator, action: PageAction): Promise<ActionFeedback> {
  return 'team' in action ? performSlackAction(slack, action) : performTeamsAction(teams, action);
}

function send(response: Response, type: string, content: string): void {
  response
    .set({
      'content-security-policy': SECURITY_POLICY,
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type(type)
    .send(content);
}

function sendFeedback(response: Response, told: ActionFeedback): void {
  response.json(told);
}

function refuse(response: Response, status: number, problem: string): void {
  response.status(status).json({ said: null, problem } satisfies ActionFeedback);
}

const bodyFault = z.object({ status: z.int().min(400).max(499) });

/** Answers a body that is no JSON or is too large; passes other errors on. */
const answerUnreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const fault = bodyFault.safeParse(error);
  if (!fault.success || response.headersSent) return next(error);
  refuse(response, fault.data.status, 'unreadable');
};
