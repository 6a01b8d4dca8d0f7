import { describe, expect, it } from '@jest/globals';
import { toHtml } from '../../src/web/simple-markdown.ts';

describe('simple Markdown', () => {
  it('makes headings, paragraphs and lists', () => {
    expect(toHtml('# Privacy\nWie ziet wat.\n\n## Bewaren\n\n- een jaar\n- daarna weg\n\n1. eerst\n2. dan')).toBe(
      [
        '<h1 id="privacy">Privacy</h1>',
        '<p>Wie ziet wat.</p>',
        '<h2 id="bewaren">Bewaren</h2>',
        '<ul><li>een jaar</li><li>daarna weg</li></ul>',
        '<ol><li>eerst</li><li>dan</li></ol>',
      ].join('\n'),
    );
  });

  it('keeps lines that were wrapped together', () => {
    expect(toHtml('een regel\nen nog een\n\n- punt een\n  gaat door\n- punt twee')).toBe(
      '<p>een regel\nen nog een</p>\n<ul><li>punt een\n  gaat door</li><li>punt twee</li></ul>',
    );
  });

  it('makes bold, code and https links', () => {
    expect(toHtml('**nooit** in `test/x.ts`, zie [hier](https://example.org/a?b=1)')).toBe(
      '<p><strong>nooit</strong> in <code>test/x.ts</code>, zie <a href="https://example.org/a?b=1">hier</a></p>',
    );
  });

  it('makes a table', () => {
    expect(toHtml('| wat | hoe lang |\n|---|---|\n| **naam** | een jaar |\n| rol | <ja> |')).toBe(
      '<table><tr><th>wat</th><th>hoe lang</th></tr>' +
        '<tr><td><strong>naam</strong></td><td>een jaar</td></tr><tr><td>rol</td><td>&lt;ja&gt;</td></tr></table>',
    );
  });

  it('links to a heading', () => {
    expect(toHtml('[English](#what-we-keep)\n\n## What we keep!')).toBe(
      '<p><a href="#what-we-keep">English</a></p>\n<h2 id="what-we-keep">What we keep!</h2>',
    );
  });

  it('takes nothing for HTML, and makes no link to anything but https', () => {
    const html = toHtml(
      '# <script>a</script>\n\n<b onclick="x">b</b> [c](javascript:alert) [d](https://x"onclick="y) [e](#x"y)',
    );
    expect(html).not.toMatch(/<script|<b |javascript:alert"|"onclick/);
    expect(html).toContain('&lt;script&gt;');
  });
});
