import { createInterface } from 'node:readline';
import type { CommandContext } from './context.ts';

/** Whether the command runs at a terminal, so that somebody can answer a question. */
export function canBeAsked({ stdin }: CommandContext): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true;
}

/** Asks for one line; '' when the input ends without one. */
export async function askLine({ stdin, stderr }: CommandContext, prompt: string): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.once('line', resolve);
    // Without this an input that ends would leave the question open forever.
    terminal.once('close', () => resolve(''));
    terminal.setPrompt(prompt);
    terminal.prompt();
  });
  terminal.close();
  return answer;
}
