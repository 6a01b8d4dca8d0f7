import MarkdownIt from 'markdown-it';

/** The addresses that a document may link to: https, or one of its own headings. */
const MAY_LINK = /^(?:https:\/\/|#)/;

const markdown = new MarkdownIt();
markdown.validateLink = (address) => MAY_LINK.test(address);
markdown.renderer.rules['heading_open'] = (tokens, index) => {
  const { tag } = tokens[index] ?? { tag: 'p' };
  return `<${tag} id="${anchor(tokens[index + 1]?.content ?? '')}">`;
};

/** Renders one of our documents as HTML. HTML inside a document is escaped. */
export function toHtml(text: string): string {
  return markdown.render(text);
}

/** Makes the id of a heading as code hosts do: lower case, hyphens for spaces. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
