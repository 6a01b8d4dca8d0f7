import { describe, expect, it } from '@jest/globals';
import { toHtml } from '../../src/web/markdown.ts';

describe('a document of ours as HTML', () => {
  it('has headings, paragraphs, lists and tables', () => {
    const html = toHtml(
      '# Privacy\nWie ziet wat.\n\n- een jaar\n- daarna weg\n\n| wat | hoe lang |\n|---|---|\n| **naam** | <ja> |',
    );
    for (const part of [
      '<h1 id="privacy">Privacy</h1>\n<p>Wie ziet wat.</p>',
      '<li>een jaar</li>',
      '<th>hoe lang</th>',
      '<td><strong>naam</strong></td>\n<td>&lt;ja&gt;</td>',
    ]) {
      expect(html).toContain(part);
    }
  });

  it('links to a heading', () => {
    expect(toHtml('[English](#what-we-keep)\n\n## What we `keep`!')).toBe(
      '<p><a href="#what-we-keep">English</a></p>\n<h2 id="what-we-keep">What we <code>keep</code>!</h2>\n',
    );
  });

  it('takes nothing for HTML, and makes no link to anything but https', () => {
    const html = toHtml(
      '# <script>a</script>\n\n<b onclick="x">b</b> [c](javascript:alert) [d](https://x"onclick="y) [e](#x"y) [f](http://x)',
    );
    expect(html).not.toMatch(/<script|<b |href="javascript|"onclick|href="http:/);
    expect(html).toContain('&lt;script&gt;');
  });
});
