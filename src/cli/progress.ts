import type { Writable } from 'node:stream';
import ora from 'ora';

interface Progress {
  say(text: string): void;
  stop(): void;
}

/** Shows on a terminal that long work goes on; says nothing anywhere else. */
export function startProgress(stderr: Writable, text: string): Progress {
  if (!canDraw(stderr)) return { say: () => undefined, stop: () => undefined };
  const spinner = ora({ text, stream: stderr, discardStdin: false }).start();
  return {
    say: (next) => {
      spinner.text = next;
    },
    stop: () => {
      spinner.stop();
    },
  };
}

/** Some terminals say that they have no columns: a line would be redrawn over thousands of rows there. */
function canDraw(stderr: Writable): boolean {
  return 'isTTY' in stderr && stderr.isTTY === true && 'columns' in stderr && stderr.columns !== 0;
}
