import { withoutBidiControls } from '../../text/without-bidi-controls.ts';

/**
 * Escapes plain text for a TextBlock or FactSet, which render Markdown, with each line on its own. Only characters that
 * would start mark-up get a backslash, because some clients show backslashes.
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

/**
 * The address in a form from which Teams loads pictures and opens pages: over https, or the simulated Teams on this
 * machine. Otherwise null.
 */
export function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, href } = new URL(url);
  const isOwn = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || isOwn ? href : null;
}
