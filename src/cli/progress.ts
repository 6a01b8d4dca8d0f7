import type { Writable } from 'node:stream';
import ora from 'ora';

interface Progress {
  say(text: string): void;
  stop(): void;
}

/** Shows on a terminal that long work is under way; prints nothing anywhere else. */
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

/** Some terminals report zero columns; the spinner would redraw its line over thousands of rows there. */
function canDraw(stderr: Writable): boolean {
  return 'isTTY' in stderr && stderr.isTTY === true && 'columns' in stderr && stderr.columns !== 0;
}
