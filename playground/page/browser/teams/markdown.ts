import MarkdownIt from 'markdown-it';

/** The Markdown that Teams draws in a card's text, as far as an app needs it: backslashes, bold, italic and links. */
const markdown = new MarkdownIt('zero').enable(['escape', 'emphasis', 'link']);
markdown.validateLink = (address) => /^https?:/.test(address);
const renderLink = markdown.renderer.renderToken.bind(markdown.renderer);
markdown.renderer.rules['link_open'] = (tokens, index, options) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return renderLink(tokens, index, options);
};

/** A paragraph a line, as HTML in which nothing of the text is mark-up of its own. */
export function markdownHtml(text: string): string {
  return text
    .split(/\n+/)
    .map((line) => `<p>${markdown.renderInline(line)}</p>`)
    .join('');
}
