import { createInterface } from 'node:readline';
import { type CommandContext, printLine } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import type { NewName } from './new-name-store.ts';

/** So many are listed. */
const LISTED = 20;

/**
 * Asks whether schools and circles that were never heard of are meant: a misspelt name makes a group of its own, too small
 * to ever be shown.
 * @param agreed said so on the command line already
 * @throws PolsslagError when they are not, or when nobody is there to be asked
 */
export async function confirmNewNames(
  context: CommandContext,
  names: readonly NewName[],
  agreed: boolean,
): Promise<void> {
  if (names.length === 0 || agreed) return;
  const lines = describeNewNames(names);
  const { stdin, stderr } = context;
  if (!('isTTY' in stdin) || stdin.isTTY !== true) {
    const advice = 'Nothing was imported: mend the names, or add --new-schools when they are right.';
    throw new PolsslagError('BAD_INPUT', [...lines, advice]);
  }
  for (const line of lines) printLine(stderr, line);
  const terminal = createInterface({ input: stdin, output: stderr });
  const answer = await new Promise<string>((resolve) => {
    terminal.once('line', resolve);
    // Nobody answers once the input has ended.
    terminal.once('close', () => resolve(''));
    terminal.setPrompt('Add what is new? (y/N) ');
    terminal.prompt();
  });
  terminal.close();
  if (!/^\s*[yj]/i.test(answer)) throw new PolsslagError('NOT_ALLOWED', 'Nothing was imported.');
}

/** One line a name, with the known one that it is like. */
export function describeNewNames(names: readonly NewName[]): string[] {
  const more = names.length - LISTED;
  return [
    ...names.slice(0, LISTED).map(describe),
    ...(more > 0 ? [`… and ${more.toLocaleString('en')} more that are new.`] : []),
  ];
}

function describe({ kind, name, nearest }: NewName): string {
  const what = `The ${kind} "${name}" is new`;
  return nearest === null ? `${what}.` : `${what}: did you mean "${nearest}"?`;
}
