import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { createPrivacyPage } from '../../src/web/privacy-page.ts';
import { startWebServer, type WebServer } from '../../src/web/server.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { describeWithBrowser, openBrowser, openPage, takePicture } from '../browser.ts';

let server: WebServer | null = null;
let folder = '';

beforeEach(() => {
  folder = makeTemporaryFolder('privacy');
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function read(file?: string): Promise<Response> {
  const page = file === undefined ? createPrivacyPage() : createPrivacyPage(pathToFileURL(file));
  server = await startWebServer([page], { host: '127.0.0.1', port: 0, log: createLog('silent') });
  return fetch(`${server.url}/privacy`);
}

const manifest = z.object({
  developer: z.object({ privacyUrl: z.url(), termsOfUseUrl: z.url() }),
});

describe('the privacy page', () => {
  it('is where the Teams manifest says', () => {
    const { developer } = manifest.parse(JSON.parse(readFileSync('manifests/teams/manifest.json', 'utf8')));
    expect(new URL(developer.privacyUrl).pathname).toBe('/privacy');
    expect(new URL(developer.termsOfUseUrl).pathname).toBe('/privacy');
  });

  it('is our own privacy statement, as a page that runs nothing', async () => {
    const response = await read();
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const [title] = readFileSync('PRIVACY.md', 'utf8').split('\n');
    expect(text).toContain(`>${title?.replace('# ', '')}</h1>`);
  });

  describeWithBrowser('on a telephone', () => {
    it('is no wider than the screen', async () => {
      await read();
      const browser = await openBrowser();
      const { page } = await openPage(browser, `${server?.url}/privacy`, { viewport: { width: 390, height: 844 } });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      await takePicture(page, 'privacy-390');
      await browser.close();
      expect(width).toBe(390);
    });
  });

  it('takes nothing in the file for HTML', async () => {
    const file = path.join(folder, 'P.md');
    writeFileSync(file, '# Privacy\n\n<script>alert(1)</script> Ümlaut');
    const text = await (await read(file)).text();
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; Ümlaut');
  });

  it('answers 500 without a path when the file is gone', async () => {
    const response = await read(path.join(folder, 'nowhere.md'));
    expect([response.status, await response.text()]).toEqual([500, '']);
  });
});
