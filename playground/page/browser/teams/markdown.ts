import MarkdownIt from 'markdown-it';

/** The part of Teams' Markdown for cards that an app needs: backslashes, bold, italic and links. */
const markdown = new MarkdownIt('zero').enable(['escape', 'emphasis', 'link']);
markdown.validateLink = (address) => /^https?:/.test(address);
const renderLink = markdown.renderer.renderToken.bind(markdown.renderer);
markdown.renderer.rules['link_open'] = (tokens, index, options) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return renderLink(tokens, index, options);
};

/** Turns each line into an HTML paragraph; HTML in the text itself is escaped. */
export function markdownHtml(text: string): string {
  return text
    .split(/\n+/)
    .map((line) => `<p>${markdown.renderInline(line)}</p>`)
    .join('');
}
