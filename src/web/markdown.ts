import MarkdownIt from 'markdown-it';

/** Of addresses that a document of ours may link to: over https, or to one of its own headings. */
const MAY_LINK = /^(?:https:\/\/|#)/;

const markdown = new MarkdownIt();
markdown.validateLink = (address) => MAY_LINK.test(address);
markdown.renderer.rules['heading_open'] = (tokens, index) => {
  const { tag } = tokens[index] ?? { tag: 'p' };
  return `<${tag} id="${anchor(tokens[index + 1]?.content ?? '')}">`;
};

/** Our own documents as HTML; nothing in them is ever taken for HTML. */
export function toHtml(text: string): string {
  return markdown.render(text);
}

/** As the places where people read Markdown make it: lower case, hyphens for spaces. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
