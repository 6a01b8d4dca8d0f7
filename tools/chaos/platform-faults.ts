import type { Simulators } from '../../playground/simulators.ts';
import type { Random } from '../../src/measurement/random.ts';
import { MAX_DELAY_MS } from './process-options.ts';
import type { WaitFor } from './task-group.ts';

type SlackFault = Parameters<Simulators['slack']['fail']>[1];
type TeamsFault = Parameters<Simulators['teams']['fail']>[1];

/** Makes both platforms refuse calls, answer late and lose answers, a few calls at a time, until the run is over. */
export async function injectPlatformFaults(
  { slack, teams }: Simulators,
  random: Random,
  pause: WaitFor,
): Promise<void> {
  for (;;) {
    // Unused faults are cleared, because after a quiet moment they would cause a row of failures.
    slack.clearFaults();
    teams.clearFaults();
    slack.fail(
      pick(['chat.postMessage', 'chat.postMessage', 'conversations.history', 'response_url'], random),
      slackFault(random),
    );
    teams.fail(pick(['send', 'send', 'send', 'update', 'delete', 'token'], random), teamsFault(random));
    await pause(200 + random() * 600);
  }
}

/** Delays the next posts before or after they are accepted, so that a process can be killed while it waits. */
export function delayPosts({ slack, teams }: Simulators, random: Random): void {
  const holdMs = 100 + random() * 400;
  slack.clearFaults();
  teams.clearFaults();
  slack.fail('chat.postMessage', { ...(random() < 0.5 ? { delayMs: holdMs } : { answerDelayMs: holdMs }), times: 4 });
  teams.fail('send', { delayMs: holdMs, times: 4 });
}

function slackFault(random: Random): SlackFault {
  const times = 1 + Math.floor(random() * 3);
  const late = Math.floor(random() * MAX_DELAY_MS);
  const faults: readonly SlackFault[] = [
    { status: 429, retryAfterS: 1, times },
    { status: 500, times },
    { delayMs: late, times },
    { answerDelayMs: late, times },
    { dropAfterAccept: true, times },
  ];
  return pick(faults, random);
}

function teamsFault(random: Random): TeamsFault {
  const times = 1 + Math.floor(random() * 2);
  const late = Math.floor(random() * MAX_DELAY_MS);
  const faults: readonly TeamsFault[] = [
    { status: 429, retryAfterS: 1, times },
    { status: 500, times },
    { status: 503, times },
    { status: 502, times },
    { status: 502, dropAfterAccept: true, times },
    { delayMs: late, times },
    { dropAfterAccept: true, times },
  ];
  return pick(faults, random);
}

/** Draws one of the choices, all equally likely. @throws RangeError when there is none */
export function pick<T>(choices: readonly T[], random: Random): T {
  const [...left] = choices;
  const choice = left.at(Math.floor(random() * left.length));
  if (choice === undefined) throw new RangeError('there is nothing to choose from');
  return choice;
}
