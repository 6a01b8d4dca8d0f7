import { createInterface } from 'node:readline';
import type { CommandContext } from './context.ts';

/** Whether somebody sits at the terminal who can be asked something. */
export function canBeAsked({ stdin }: CommandContext): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true;
}

/** Asks for one line; '' when the input ends without one. */
export async function askLine({ stdin, stderr }: CommandContext, prompt: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.once('line', resolve);
    // Nobody answers once the input has ended.
    terminal.once('close', () => resolve(''));
    terminal.setPrompt(prompt);
    terminal.prompt();
  });
  terminal.close();
  return answer;
}
