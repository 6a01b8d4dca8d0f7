import { describe, expect, it } from '@jest/globals';
import { markdownHtml } from '../../../playground/page/browser/teams/markdown.ts';
import { escapeMarkdown } from '../../../src/platforms/teams/escape.ts';

/** The visible text of HTML. */
function textOf(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
  return html
    .replaceAll('</p><p>', '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity);
}

describe('the text of a card on the page', () => {
  it.each([
    'Hoe gaat het?',
    '*sterren* en _strepen_ en `code`',
    'een [haak](https://polsslag.example)',
    '<script>alert(1)</script> & "aanhaling" &amp;',
    '# geen kop\n- geen lijst\n1. geen nummer\n> geen citaat',
    String.raw`een \ en nog een \\`,
    'snake_case_naam en 2*3*4',
  ])('is what the app meant when the app escaped it: %s', (text) => {
    const html = markdownHtml(escapeMarkdown(text));
    expect(textOf(html)).toBe(text);
    expect(html.replaceAll(/<\/?p>/g, '')).not.toMatch(/<(?!$)/);
  });

  it('draws bold, italic and links to the web', () => {
    expect(markdownHtml('**vet** en *schuin* en _ook_')).toBe(
      '<p><strong>vet</strong> en <em>schuin</em> en <em>ook</em></p>',
    );
    expect(markdownHtml('[hier](https://polsslag.example/?a=1&b=2)')).toBe(
      '<p><a href="https://polsslag.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">hier</a></p>',
    );
  });

  it('makes no link of an address that is no web page, and escapes mark-up in addresses', () => {
    expect(markdownHtml('[hier](javascript:alert(1))')).not.toContain('<a');
    expect(markdownHtml('[hier](https://x.example/"onclick="a)')).toContain('href="https://x.example/%22onclick=%22a"');
  });

  it('makes a paragraph of every line', () => {
    expect(markdownHtml('een\n\ntwee\ndrie')).toBe('<p>een</p><p>twee</p><p>drie</p>');
  });
});
