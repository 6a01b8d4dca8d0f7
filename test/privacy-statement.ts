import { readFileSync } from 'node:fs';
import path from 'node:path';

/** PRIVACY.md in both of its languages. */
export const PRIVACY = (() => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../PRIVACY.md'), 'utf8');
  const [, nl = '', en = ''] = text.split(/^## (?:Nederlands|English)$/m);
  return { nl, en };
})();

/** The rows of the table below a heading, without its header rows. */
export function rowsBelow(text: string, heading: string): readonly (readonly string[])[] {
  const [, after = ''] = text.split(`### ${heading}\n`);
  const [section = ''] = after.split(/^### /m);
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
