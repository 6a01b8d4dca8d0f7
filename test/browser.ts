import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import type axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

declare global {
  interface Window {
    /** Where axe-core has been read. */
    readonly axe: typeof axe;
  }
}

const PLACES = [
  process.env['CHROMIUM_PATH'],
  // The same engine without the windows around its pages, which take four fifths of a page's processor time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** This machine's Chromium; absent where there is none. */
const chromiumPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** A suite that needs a browser: reported as skipped, never as passed, where there is none. */
export const describeWithBrowser = chromiumPath ? describe : describe.skip;

/** How long a busy machine may take over anything that is waited for on a page: playwright gives it 30 s by itself. */
const TIMEOUT_MS = 120_000;

const ARTIFACTS = fileURLToPath(new URL('.artifacts/', import.meta.url));

/** Without what Chromium asks the network for by itself. @throws Error where there is none */
export async function openBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error('Install chromium, or name one in CHROMIUM_PATH.');
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    timeout: TIMEOUT_MS,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(TIMEOUT_MS));
  return browser;
}

/** A page, and everything that it complained of: errors, refused content, requests that failed or left this machine. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'nl-NL', ...options });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text());
  });
  page.on('request', (request) => {
    if (!/^(?:http:\/\/(?:127\.0\.0\.1|localhost)[:/]|data:)/.test(request.url())) complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
}

/** The short form: the browser reads it in less than half of the time. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What depends on which colours a page is shown in. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core finds wrong with the page for people who see, hear or move otherwise: rule and element, a line each.
 * @param inOtherColours the page was looked at as a whole, and shows the same in other colours: only those are looked at
 */
export async function findAccessibilityViolations(page: Page, inOtherColours = false): Promise<string[]> {
  // Not as a script of the page: its policy lets none in. Once for each document, for reading it takes as long as looking.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(AXE);
  const options: axe.RunOptions = { resultTypes: ['violations'], ...(inOtherColours && { runOnly: COLOUR_RULES }) };
  const { violations } = await page.evaluate((chosen) => window.axe.run(document, chosen), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/** Pictures are for a person who asks for them, by TEST_PICTURES: taking them is work for a browser, and proves nothing more. */
export const PICTURES_WANTED = process.env['TEST_PICTURES'] !== undefined;

/** Saves a picture for a person to look at, where they are wanted. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!PICTURES_WANTED) return;
  await mkdir(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTIFACTS}${name}.png` });
}
