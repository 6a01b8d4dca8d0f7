import { z } from 'zod';
import type { Word } from '../src/chat/word.ts';

/*
 * What people can type stands with the features; the manifests repeat it for Slack's and Teams' own menus. `npm run
 * manifests` writes it there, and a test holds what is committed to it.
 */

/** @param text manifest.yaml, whose comments stay */
export function slackManifest(text: string, words: readonly Word[]): string {
  // Everybody in a workspace reads it, and nearly all of them are teachers.
  const hint = listed(
    words.filter((word) => word.for !== 'supervisors'),
    'nl',
  ).map(({ type }) => type);
  const shortcuts = listed(
    words.filter(({ shortcut }) => shortcut),
    'nl',
  ).map(({ type, menu }) =>
    [
      `    - name: ${type.charAt(0).toUpperCase()}${type.slice(1)}`,
      '      type: global',
      // Read as if it had been typed.
      `      callback_id: ${type}`,
      `      description: ${menu}`,
    ].join('\n'),
  );
  return text
    .replace(/^( *usage_hint: ).*$/m, `$1${hint.join(' | ')}`)
    .replace(/^( *shortcuts:\n)(?: {4}.*\n)*/m, `$1${shortcuts.join('\n')}\n`);
}

// Records, and not objects with these keys: what is written again keeps its order.
const record = z.record(z.string(), z.unknown());
const single = z.tuple([record]);

/** @param text manifest.json */
export function teamsManifest(text: string, words: readonly Word[]): string {
  const whole = record.parse(JSON.parse(text));
  const commands = listed(inMenu(words), 'nl').map(({ type, menu }) => ({ title: type, description: menu }));
  const [bot] = single.parse(whole['bots']);
  const [list] = single.parse(bot['commandLists']);
  return written({ ...whole, bots: [{ ...bot, commandLists: [{ ...list, commands }] }] });
}

const PLACE = 'bots[0].commandLists[0].commands';

/** @param text en.json, which says all of it by its place */
export function teamsEnglish(text: string, words: readonly Word[]): string {
  const whole = z.record(z.string(), z.string()).parse(JSON.parse(text));
  const others = Object.entries(whole).filter(([key]) => !key.startsWith(PLACE));
  const commands = listed(inMenu(words), 'en').flatMap(({ type, menu }, index) => [
    [`${PLACE}[${index}].title`, type],
    [`${PLACE}[${index}].description`, menu],
  ]);
  return written(Object.fromEntries([...others, ...commands]));
}

/** How many Teams shows of an app's commands; it refuses a package with more. */
const MAX_IN_MENU = 10;

function inMenu(words: readonly Word[]): readonly Word[] {
  const shown = words.filter((word) => word.listed && word.inMenu !== false);
  if (shown.length > MAX_IN_MENU) {
    const names = shown.map(({ command }) => command).join(', ');
    throw new Error(
      `Teams' menu has room for ${MAX_IN_MENU} words and these are ${shown.length}: ${names}. Give one of them inMenu: false.`,
    );
  }
  return shown;
}

function listed(words: readonly Word[], language: 'nl' | 'en'): { type: string; menu: string }[] {
  return words.flatMap((word) => {
    if (!word.listed) return [];
    const { type, does, menu = does } = word.listed[language];
    return [{ type, menu: menu.charAt(0).toUpperCase() + menu.slice(1) }];
  });
}

function written(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
