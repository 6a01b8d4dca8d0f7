import { describe, expect, it } from '@jest/globals';
import { toHtml } from '../../src/web/simple-markdown.ts';

describe('simple Markdown', () => {
  it('makes headings, paragraphs and lists', () => {
    expect(toHtml('# Privacy\nWie ziet wat.\n\n## Bewaren\n\n- een jaar\n- daarna weg\n\n1. eerst\n2. dan')).toBe(
      [
        '<h1>Privacy</h1>',
        '<p>Wie ziet wat.</p>',
        '<h2>Bewaren</h2>',
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

  it('shows a table as it stands', () => {
    expect(toHtml('| wat | hoe lang |\n|---|---|\n| naam | ja |')).toBe(
      '<pre>| wat | hoe lang |\n|---|---|\n| naam | ja |</pre>',
    );
  });

  it('takes nothing for HTML, and makes no link to anything but https', () => {
    const html = toHtml('# <script>a</script>\n\n<b onclick="x">b</b> [c](javascript:alert) [d](https://x"onclick="y)');
    expect(html).not.toMatch(/<script|<b |javascript:alert"|"onclick/);
    expect(html).toContain('&lt;script&gt;');
  });
});
