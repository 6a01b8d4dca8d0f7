import { withoutBidiControls } from '../../text/without-bidi-controls.ts';

/**
 * Makes a plain text stay plain in a TextBlock or FactSet, which render Markdown, and each line a line of its own.
 * Only what would start mark-up gets a backslash: a client that knows no backslashes shows them.
 */
export function escapeMarkdown(text: string): string {
  return withoutBidiControls(text)
    .split(/\r\n|\r|\n/)
    .map((line) => escapeLine(line.trim()))
    .join('\n\n');
}

function escapeLine(line: string): string {
  return (
    line
      .replace(/[\\`*_[\]]/g, '\\$&')
      // A tag, an entity, a deletion, and '{{DATE(…)}}', which is a function of Adaptive Cards.
      .replace(/<(?=[a-z/!?])|&(?=#?\w+;)|~(?=~)|\{(?=\{)/gi, '\\$&')
      // At the start of a line only: a heading, a quotation, a list, a rule.
      .replace(/^(?:#+(?=\s|$)|>|[+-](?=[\s-]|$))/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}

/** The address as Teams loads pictures and opens pages: over https, or from the simulated Teams on this machine. Else null. */
export function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, href } = new URL(url);
  const isOwn = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || isOwn ? href : null;
}
