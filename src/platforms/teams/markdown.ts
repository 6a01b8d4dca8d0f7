/**
 * Makes a plain text stay plain in a TextBlock or FactSet, which render Markdown, and each line a line of its own.
 * Only what would start mark-up gets a backslash: a client that knows no backslashes shows them.
 */
export function escapeMarkdown(text: string): string {
  return text
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
