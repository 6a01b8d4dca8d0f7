import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import type axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

declare global {
  interface Window {
    /** Defined after axe-core was loaded. */
    readonly axe: typeof axe;
  }
}

const PLACES = [
  process.env['CHROMIUM_PATH'],
  // The same engine without windows, which need four fifths of a page's processor time.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of this machine's Chromium; undefined without one. */
const chromiumPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Describes a suite that needs a browser; without one it is reported as skipped and never as passed. */
export const describeWithBrowser = chromiumPath ? describe : describe.skip;

/** How long any wait on a page may take on a busy machine; playwright's default is 30 s. */
const TIMEOUT_MS = 120_000;

const ARTIFACTS = fileURLToPath(new URL('.artifacts/', import.meta.url));

/** Starts Chromium without its own network requests. @throws Error when there is none */
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

/** Opens a page. `complaints` collects errors, refused content, failed requests and requests to other machines. */
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

/** The minified version, which the browser parses in less than half of the time. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that depend on the colours of a page. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * The accessibility violations that axe-core finds on the page, a line each with rule and element.
 * @param inOtherColours true when the page was checked before and only its colours differ: then only these are checked
 */
export async function findAccessibilityViolations(page: Page, inOtherColours = false): Promise<string[]> {
  // Evaluated and not added as a script, which the page's policy forbids. Loaded once for each document, because
  // parsing it takes as long as checking.
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(AXE);
  const options: axe.RunOptions = { resultTypes: ['violations'], ...(inOtherColours && { runOnly: COLOUR_RULES }) };
  const { violations } = await page.evaluate((chosen) => window.axe.run(document, chosen), options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}

/**
 * Pictures are taken only for a person who sets TEST_PICTURES: they are much work for a browser and prove nothing more.
 */
export const PICTURES_WANTED = process.env['TEST_PICTURES'] !== undefined;

/** Saves a picture when pictures are wanted. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!PICTURES_WANTED) return;
  await mkdir(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTIFACTS}${name}.png` });
}
