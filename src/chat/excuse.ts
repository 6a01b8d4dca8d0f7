import { PolsslagError } from '../errors.ts';
import { commonTexts } from '../text/common-texts.ts';
import { inAllLanguages } from '../text/translated.ts';
import type { ChatEvent, Reply } from './event.ts';

const BUSY = inAllLanguages(commonTexts, ({ busy }) => busy);

/** What somebody is told whom we cannot answer now. In every language, for whoever cannot be looked up has none. */
export const EXCUSE = { kind: 'say', view: { summary: BUSY, blocks: [{ kind: 'text', text: BUSY }] } } satisfies Reply;

/** Whether somebody asked for something and waits for it: silence, or a platform's error, would tell them nothing. */
export function isWaitedFor({ kind }: ChatEvent): boolean {
  return kind === 'command' || kind === 'home-opened';
}

/** Whether this failure is to be told; not when another delivery of the same is still being worked on. */
export function isExcused(error: unknown): boolean {
  return !(error instanceof PolsslagError);
}
