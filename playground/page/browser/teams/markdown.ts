/**
 * The Markdown that Teams draws in a card's text, as far as an app needs it: backslashes, bold, italic, links and
 * lines. Everything else stays the text that it is.
 */
const INLINE =
  /\\([!-/:-@[-`{-~])|\*\*((?:\\.|[^*\\])+)\*\*|(?:\*|\b_)((?:\\.|[^*_\\])+)(?:\*|_\b)|\[((?:\\.|[^\]\\])+)\]\((https?:[^)\s]+)\)/g;

/** @returns HTML in which nothing of the text is mark-up of its own */
export function markdownHtml(text: string): string {
  return text
    .split(/\n+/)
    .map((line) => `<p>${inlineHtml(line)}</p>`)
    .join('');
}

function inlineHtml(text: string): string {
  let html = '';
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    html += escapeHtml(text.slice(from, found.index)) + tokenHtml(found);
    from = found.index + found[0].length;
  }
  return html + escapeHtml(text.slice(from));
}

function tokenHtml([, escaped, bold, italic, label, address]: RegExpMatchArray): string {
  if (escaped !== undefined) return escapeHtml(escaped);
  if (bold !== undefined) return `<strong>${inlineHtml(bold)}</strong>`;
  if (italic !== undefined) return `<em>${inlineHtml(italic)}</em>`;
  return `<a href="${escapeHtml(address ?? '')}" target="_blank" rel="noopener noreferrer">${inlineHtml(label ?? '')}</a>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
