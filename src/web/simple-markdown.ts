/**
 * The part of Markdown that our own documents use, as HTML: headings, paragraphs, lists, tables, bold, code, and links
 * over https or to a heading. Everything else is shown as text; nothing of it is ever taken for HTML.
 */
export function toHtml(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}|\n(?=#)|(?<=^#.*)\n/m)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(blockToHtml)
    .join('\n');
}

function blockToHtml(block: string): string {
  const [, marks, title] = /^(#{1,4}) (.+)$/.exec(block) ?? [];
  if (marks && title) return `<h${marks.length} id="${anchor(title)}">${inline(title)}</h${marks.length}>`;
  if (block.startsWith('|')) return table(block.split('\n'));
  if (block.startsWith('- ')) return list('ul', block.slice(2).split(/\n- /));
  if (/^1\. /.test(block)) return list('ol', block.slice(3).split(/\n\d+\. /));
  return `<p>${inline(block)}</p>`;
}

function list(tag: 'ul' | 'ol', items: readonly string[]): string {
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
}

/** The second line only says that the first is a heading. */
function table([head = '', , ...rows]: readonly string[]): string {
  const row = (tag: 'th' | 'td', line: string) =>
    `<tr>${line
      .split('|')
      .slice(1, -1)
      .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join('')}</tr>`;
  return `<table>${row('th', head)}${rows.map((line) => row('td', line)).join('')}</table>`;
}

/** As the places where people read Markdown make it: lower case, hyphens for spaces. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]+)\]\(((?:https:\/\/|#)[^\s)]+)\)/g, '<a href="$2">$1</a>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
