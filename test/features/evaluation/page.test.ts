import { readFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { integrityOf, makePageScript } from '../../../scripts/page-script.js';
import { BODY_LIMIT_BYTES } from '../../../src/features/evaluation/wire.ts';
import { describeWithBrowser, findAccessibilityViolations, openBrowser, takePicture } from '../../browser.ts';
import { builtPath } from '../../built.ts';
import { waitUntil } from '../../wait-until.ts';
import { CAMPAIGNS, openPageRig } from './page-rig.ts';

let rig: Awaited<ReturnType<typeof openPageRig>>;
beforeAll(async () => {
  rig = await openPageRig();
});
afterEach(() => {
  for (const what of ['key', 'signature', 'answers'] as const) delete rig.faults[what];
  delete rig.shown.fingerprint;
  rig.states.set(CAMPAIGNS.open, 'open');
  rig.seen.length = 0;
  rig.received.clear();
});
afterAll(() => rig.close());

const root = process.cwd();
const pageOf = (id: string, query = '') => `${rig.url}/evaluation/${id}${query}`;

/** The bytes as they are sent, because fetch would decompress them. */
const getBytes = (url: string, accepted: string) =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': accepted } }, (answer) => {
      buffer(answer).then((body) => resolve({ headers: answer.headers, body }), reject);
    }).on('error', reject);
  });

describe('the page of an evaluation', () => {
  it('is the same for everybody, in two languages, and is not cached', async () => {
    const open = (headers: Record<string, string>) => fetch(pageOf(CAMPAIGNS.open), { headers });
    const pages = await Promise.all([
      open({}),
      open({ 'accept-language': 'en', cookie: 'a=b', 'user-agent': 'other' }),
    ]);
    const [one, two] = await Promise.all(pages.map((page) => page.text()));
    expect(one).toBe(two);
    const { headers } = pages[0] ?? new Response();
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(one).toContain('lang="nl"');
    expect(await (await fetch(pageOf(CAMPAIGNS.open, '?taal=en'))).text()).toContain(
      'What do you think of the guidance?',
    );
    expect(await (await fetch(pageOf(CAMPAIGNS.open, '?taal=%3Cscript'))).text()).toBe(one);
  });

  it('tells in both languages that there is no such round', async () => {
    for (const [query, said] of [
      ['', 'Deze ronde is er niet'],
      ['?taal=en', 'There is no such round'],
    ]) {
      const page = await fetch(pageOf('nothing', query));
      expect([page.status, await page.text()]).toEqual([404, expect.stringContaining(said ?? '')]);
    }
  });

  it('lets no browser send what is written to whoever made it, to correct or complete it', async () => {
    const html = await (await fetch(pageOf(CAMPAIGNS.open))).text();
    const fields = html.match(/<textarea[^>]*>/g) ?? [];
    expect(fields).toHaveLength(2);
    for (const field of fields) expect(field).toMatch(/ spellcheck="false" writingsuggestions="false" /);
    expect(html).toContain('autocomplete="off"');
  });

  it('runs one script, the same bytes whenever it is made, with its hash on the page and on the one that explains', async () => {
    const [made, again] = await Promise.all([makePageScript(root), makePageScript(root)]);
    const integrity = integrityOf(made);
    expect(integrityOf(again)).toBe(integrity);
    expect(integrityOf(readFileSync(builtPath('evaluation-script.js')))).toBe(integrity);
    const served = await fetch(`${rig.url}/evaluation/script.js`);
    expect(integrityOf(new Uint8Array(await served.arrayBuffer()))).toBe(integrity);
    expect(served.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    // Compressed when a browser accepts that; the bytes that it runs and checks are the same.
    for (const [accepted, encoding, undo] of [
      ['identity', null, (bytes: Buffer) => bytes],
      ['gzip, deflate', 'gzip', gunzipSync],
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['br;q=0, gzip;q=0', null, (bytes: Buffer) => bytes],
    ] as const) {
      const { headers, body } = await getBytes(`${rig.url}/evaluation/script.js`, accepted);
      expect([headers['content-encoding'] ?? null, headers.vary, headers.etag]).toEqual([
        encoding,
        'accept-encoding',
        undefined,
      ]);
      expect(integrityOf(undo(body))).toBe(integrity);
      expect(body.length).toBeLessThan(encoding ? 30_000 : 90_000);
    }
    const page = await (await fetch(pageOf(CAMPAIGNS.open))).text();
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain(`integrity="${integrity}"`);
    expect(await (await fetch(`${rig.url}/evaluation/how`)).text()).toContain(integrity);
    const said = Buffer.from(made).toString('utf8');
    expect(said.length).toBeLessThan(90_000);
    expect(said).not.toMatch(/https?:\/\/(?!www\.w3)|\beval\b|new Function/);
  });
});

describeWithBrowser('the page of an evaluation in a real Chromium', () => {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  let invitations = 0;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(() => browser.close());

  async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      timezoneId: 'Europe/Amsterdam',
      ...options,
    });
    contexts.push(context);
    return context;
  }

  /** A link as in a message. */
  function invitation(
    language = 'nl',
    {
      campaign = 'open',
      fingerprint = rig.numbers.fingerprint,
    }: { campaign?: keyof typeof CAMPAIGNS; fingerprint?: string } = {},
  ) {
    invitations += 1;
    const ticket = `ticket-${invitations}-of-this-test`;
    return { ticket, address: `${pageOf(CAMPAIGNS[campaign])}#t=${ticket}&k=${fingerprint}&taal=${language}` };
  }

  async function openIn(context: BrowserContext, address: string): Promise<Page & { complaints: string[] }> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (said) => complaints.push(said.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(rig.url)) complaints.push(request.url());
      if (request.url().includes('ticket')) complaints.push(request.url());
    });
    await page.goto(address);
    return Object.assign(page, { complaints });
  }

  const screen = (page: Page, name: string) => page.locator(`#${name}-title`).waitFor();
  const problem = (page: Page, name: string) => page.locator(`[data-problem="${name}"]`).waitFor();
  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('data-problem'));
  const keptIn = (page: Page) => page.evaluate(() => JSON.stringify({ ...localStorage }));
  const begin = (page: Page) => page.locator('#begin').click();
  const later = (page: Page) => page.locator('#answers button.first').click();
  const choose = (page: Page, item: string, step: string) =>
    page.locator(`input[name="${item}"][value="${step}"]`).check();

  async function fill(page: Page, keep = 'Rust in de klas'): Promise<void> {
    await screen(page, 'form');
    await choose(page, 'NEW', '4');
    await choose(page, 'PRACTICAL', 'na');
    await choose(page, 'OVERALL', '5');
    await page.locator('#keep').fill(keep);
  }

  const expectToFit = async (page: Page) =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  /** Checks accessibility, the width and the size of controls. */
  async function expectOpenToAll(page: Page, inOtherColours = false): Promise<void> {
    expect(await findAccessibilityViolations(page, inOtherColours)).toEqual([]);
    await expectToFit(page);
    const small = await page
      .locator('button:visible, label.step:visible, header a:visible, summary:visible')
      .evaluateAll((all) =>
        all
          .filter((each) => each.getBoundingClientRect().height < 44 || each.getBoundingClientRect().width < 24)
          .map(({ outerHTML }) => outerHTML),
      );
    expect(small).toEqual([]);
  }

  it.each(['nl', 'en'])('is walked through on any width, in light and in dark: %s', async (language) => {
    const context = await newContext();
    const { ticket, address } = invitation(language);
    await context.addCookies([{ name: 'somebody', value: 'known', url: rig.url }]);
    const page = await openIn(context, address);
    const look = async (name: string) => {
      await screen(page, name);
      expect(await focused(page)).toBe(`${name}-title`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expectOpenToAll(page, colorScheme === 'dark');
        await takePicture(page, `evaluation-${name}-${language}-${colorScheme}`);
      }
      for (const width of [320, 1_280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await expectToFit(page);
      }
    };
    await look('start');
    expect(page.url()).toBe(pageOf(CAMPAIGNS.open, language === 'nl' ? '' : '?taal=en'));
    expect(rig.asked('signature')).toEqual([]);
    await begin(page);
    await look('form');
    await later(page);
    await problem(page, 'empty');
    expect(await focused(page)).toBe('empty');
    await expectOpenToAll(page);
    await fill(page);
    expect(await page.locator('[data-problem]:visible').count()).toBe(0);
    await page.locator('#change').fill('x'.repeat(1_200));
    expect(await page.locator('#change-left').textContent()).toBe('0');
    expect(await page.locator('#said').textContent()).toMatch(/^0 /);
    await later(page);
    await look('waiting');
    expect(rig.asked('answers')).toEqual([]);
    await page.locator('#change-it').click();
    await screen(page, 'form');
    expect(await page.locator('#keep').inputValue()).toBe('Rust in de klas');
    expect(
      await page.locator('input:checked').evaluateAll((all) => all.map((each) => each.getAttribute('value'))),
    ).toEqual(['4', 'na', '5']);
    await page.locator('#at-once').click();
    await look('received');
    expect(page.complaints).toEqual([]);

    const [sent] = rig.asked('answers');
    expect([...rig.received.values()]).toEqual([
      {
        message: expect.stringMatching(/^.{86}$/),
        signature: expect.stringMatching(/^.{342}$/),
        answers: {
          NEW: 4,
          PRACTICAL: null,
          RECOGNISED: null,
          AGREED_TIMES: null,
          EXPERTISE: null,
          FREE_TO_SPEAK: null,
          OVERALL: 5,
        },
        keep: 'Rust in de klas',
        change: 'x'.repeat(1_000),
      },
    ]);
    expect(sent?.cookie).toBeUndefined();
    // On its own connection, although all of this took less time than connections stay open.
    expect(rig.seen.filter(({ port }) => port === sent?.port)).toEqual([sent]);
    // As long as any other, because somebody on the network sees the length of encrypted data.
    expect(Buffer.byteLength(sent?.body ?? '')).toBe(BODY_LIMIT_BYTES);
    expect(`${sent?.headers}${sent?.body}`).not.toMatch(/referer|authorization|somebody|ticket/i);
    // The ticket was sent to one address only, and the credential and the texts only to another.
    expect(rig.seen.filter((each) => JSON.stringify(each).includes(ticket)).map(({ url }) => url)).toEqual([
      `/evaluation/${CAMPAIGNS.open}/signature`,
    ]);
    expect(Object.values(JSON.parse(await keptIn(page)))).toEqual(['{"stage":"received"}']);
  });

  it('can be filled in with the keyboard alone', async () => {
    const page = await openIn(await newContext(), invitation().address);
    await screen(page, 'start');
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab', 'Enter');
    await screen(page, 'form');
    await press('Tab', 'ArrowRight', 'ArrowRight', 'Tab', 'Space');
    expect(
      await page
        .locator('input:checked')
        .evaluateAll((all) => all.map((each) => `${each.getAttribute('name')} ${each.getAttribute('value')}`)),
    ).toEqual(['NEW 3', 'PRACTICAL 1']);
    await press(...Array.from({ length: 6 }, () => 'Tab'));
    await page.keyboard.type('Het luisteren');
    await press('Tab', 'Tab', 'Enter');
    await screen(page, 'waiting');
    await press('Tab', 'Enter');
    await screen(page, 'received');
    expect(JSON.stringify([...rig.received.values()])).toContain('Het luisteren');
  });

  it('tells why it needs JavaScript, and that nothing is spent', async () => {
    const page = await openIn(await newContext({ javaScriptEnabled: false }), invitation().address);
    await page.getByText('Deze pagina heeft JavaScript nodig').waitFor();
    await page.getByText('Je uitnodiging is nog niet gebruikt').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await takePicture(page, 'evaluation-without-javascript');
  });

  it.each([
    ['insecure', "Object.defineProperty(window, 'isSecureContext', { value: false })"],
    ['no-storage', "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"],
  ])('tells what the browser lacks: %s', async (name, script) => {
    const context = await newContext();
    await context.addInitScript(script);
    const page = await openIn(context, invitation().address);
    await problem(page, name);
    await expectOpenToAll(page);
    expect(rig.asked('signature')).toEqual([]);
  });

  it.each([
    ['another key than the invitation names', () => rig.otherKey],
    [
      'another key with the fingerprint of the right one',
      () => ({ publicKey: rig.otherKey.publicKey, fingerprint: rig.numbers.fingerprint }),
    ],
  ])('refuses %s, and reveals nothing', async (_what, key) => {
    const { closesAt } = rig;
    const until = closesAt.toISOString();
    rig.faults.key = { body: { campaign: CAMPAIGNS.open, issuanceEndsAt: until, closesAt: until, ...key() } };
    const page = await openIn(await newContext(), invitation().address);
    await begin(page);
    await problem(page, 'key-differs');
    expect(await focused(page)).toBe('key-differs');
    await expectOpenToAll(page);
    await takePicture(page, 'evaluation-key-differs');
    expect(rig.asked('signature')).toEqual([]);
    expect(await keptIn(page)).toContain('"stage\\":\\"invited');
  });

  it('refuses a personal key even when the invitation names it: the page shows another number to compare', async () => {
    const until = rig.closesAt.toISOString();
    rig.faults.key = { body: { campaign: CAMPAIGNS.open, issuanceEndsAt: until, closesAt: until, ...rig.otherKey } };
    const page = await openIn(await newContext(), invitation('nl', { fingerprint: rig.otherKey.fingerprint }).address);
    await begin(page);
    await problem(page, 'key-differs');
    expect(rig.asked('signature')).toEqual([]);
  });

  it('refuses a personal campaign with the common key: the address would tell whose the form is', async () => {
    const own = '6f1c2a34-0d6b-4c0e-9a59-3b3f3c1d0009';
    rig.states.set(own, 'open');
    const { address } = invitation();
    const page = await openIn(await newContext(), address.replace(CAMPAIGNS.open, own));
    await begin(page);
    await problem(page, 'key-differs');
    expect(rig.asked('signature')).toEqual([]);
    rig.states.delete(own);
  });

  it('refuses a page that shows the common check number beside a personal key', async () => {
    const until = rig.closesAt.toISOString();
    rig.faults.key = { body: { campaign: CAMPAIGNS.open, issuanceEndsAt: until, closesAt: until, ...rig.otherKey } };
    rig.shown.fingerprint = rig.otherKey.fingerprint;
    const page = await openIn(await newContext(), invitation('nl', { fingerprint: rig.otherKey.fingerprint }).address);
    await begin(page);
    await problem(page, 'key-differs');
    expect(rig.asked('key')).toEqual([]);
    expect(rig.asked('signature')).toEqual([]);
  });

  it('refuses an invitation that names another key than everybody gets', async () => {
    const page = await openIn(await newContext(), invitation('nl', { fingerprint: rig.otherKey.fingerprint }).address);
    await begin(page);
    await problem(page, 'key-differs');
    expect(rig.asked('signature')).toEqual([]);
  });

  it('refuses a false signature, and gets the real one when it asks again', async () => {
    const page = await openIn(await newContext(), invitation().address);
    rig.faults.signature = { body: { signature: 'A'.repeat(342) } };
    await begin(page);
    await problem(page, 'altered');
    delete rig.faults.signature;
    await begin(page);
    await screen(page, 'form');
    const [first, second] = rig.asked('signature');
    expect(first?.body).toBe(second?.body);
  });

  it('loses nothing when the tab is closed before the exchange, or the answer to it is lost', async () => {
    const context = await newContext();
    const { address } = invitation();
    const closed = await openIn(context, address);
    await screen(closed, 'start');
    await closed.close();
    const page = await openIn(context, address);
    rig.faults.signature = { lose: true };
    await begin(page);
    await problem(page, 'offline');
    await expectOpenToAll(page);
    expect(rig.asked('signature')).toHaveLength(1);
    await page.close();
    delete rig.faults.signature;
    const again = await openIn(context, address);
    await begin(again);
    await fill(again);
    const blinded = rig.asked('signature').map(({ body }) => body);
    expect(new Set(blinded).size).toBe(1);
  });

  it('loses nothing when the tab is closed while the form is filled in, or while it waits', async () => {
    const context = await newContext();
    await context.clock.install();
    const { address } = invitation();
    const first = await openIn(context, address);
    await begin(first);
    await fill(first, 'Een half verhaal');
    await first.close();
    const second = await openIn(context, address);
    await screen(second, 'form');
    expect(await second.locator('#keep').inputValue()).toBe('Een half verhaal');
    expect(await keptIn(second)).not.toContain('ticket-');
    await later(second);
    await screen(second, 'waiting');
    await second.close();
    // Opened after that hour, and without the invitation.
    const third = await openIn(context, pageOf(CAMPAIGNS.open));
    await problem(third, 'no-ticket');
    expect(await third.locator('body').innerHTML()).not.toContain('Een half verhaal');
    expect(rig.received.size).toBe(0);
    await third.clock.fastForward('01:01:00');
    await waitUntil(() => rig.received.size === 1);
    const fourth = await openIn(context, address);
    await screen(fourth, 'received');
    expect(rig.asked('answers')).toHaveLength(1);
  });

  it('sends the waiting form again when its answer was lost, and treats a known token as received', async () => {
    const page = await openIn(await newContext(), invitation().address);
    await page.clock.install();
    await begin(page);
    await fill(page);
    rig.faults.answers = { lose: true };
    await page.locator('#at-once').click();
    await problem(page, 'offline');
    expect(await focused(page)).toBe('offline');
    await expectOpenToAll(page);
    expect(rig.received.size).toBe(1);
    expect(await keptIn(page)).toContain('Rust in de klas');
    delete rig.faults.answers;
    await page.clock.fastForward('01:01');
    await screen(page, 'received');
    expect(rig.asked('answers')).toHaveLength(2);
    expect(rig.received.size).toBe(1);
  });

  it('treats a form as stored only after the server’s own answer: a filter in between may answer with a page', async () => {
    const page = await openIn(await newContext(), invitation().address);
    await begin(page);
    await fill(page);
    await page.route('**/answers', (route) => route.fulfill({ status: 200, body: '<p>Blocked</p>' }));
    await page.locator('#at-once').click();
    await problem(page, 'offline');
    expect(await keptIn(page)).toContain('Rust in de klas');
  });

  it('says it plainly when the stamp is refused', async () => {
    const page = await openIn(await newContext(), invitation('en').address);
    for (const [refuse, name] of [
      ['UNAVAILABLE', 'trouble'],
      ['BAD_REQUEST', 'trouble'],
      ['NOT_ALLOWED', 'unknown-ticket'],
      ['ISSUANCE_OVER', 'too-late'],
      ['CLOSED', 'too-late'],
      ['TICKET_USED', 'used-elsewhere'],
    ] as const) {
      await screen(page, 'start');
      rig.faults.signature = { refuse };
      await begin(page);
      await problem(page, name);
      expect(await focused(page)).toBe(name);
      await page.reload();
    }
    await begin(page);
    await problem(page, 'used-elsewhere');
    await expectOpenToAll(page);
    await takePicture(page, 'evaluation-used-elsewhere');
  });

  it('keeps the filled-in form when it is refused', async () => {
    const page = await openIn(await newContext(), invitation().address);
    await begin(page);
    await fill(page);
    await later(page);
    await screen(page, 'waiting');
    for (const [refuse, name] of [
      ['UNAVAILABLE', 'trouble'],
      ['NOT_ALLOWED', 'refused'],
      ['TOO_LARGE', 'refused'],
    ] as const) {
      rig.faults.answers = { refuse };
      await page.locator('#now').click();
      await problem(page, name);
    }
    await expectOpenToAll(page);
    await takePicture(page, 'evaluation-refused');
    delete rig.faults.answers;
    await page.locator('#now').click();
    await screen(page, 'received');
    expect(rig.received.size).toBe(1);
  });

  it('reports that the round closed before the waiting form was sent, and deletes the form', async () => {
    const context = await newContext();
    const { address } = invitation();
    const page = await openIn(context, address);
    await begin(page);
    await fill(page);
    await later(page);
    await screen(page, 'waiting');
    rig.faults.answers = { refuse: 'CLOSED' };
    await page.locator('#now').click();
    await problem(page, 'missed');
    expect(await keptIn(page)).toBe('{}');
    const late = await openIn(context, invitation('nl', { campaign: 'closed' }).address);
    await late.getByText('Deze ronde is gesloten. Er kan').waitFor();
    await expectOpenToAll(late);
    expect(await keptIn(late)).toBe('{}');
  });

  it('reports the same to people who filled it in and never sent it, but not to people who only began', async () => {
    const [begun, filled] = [await newContext(), await newContext()];
    const addresses = [invitation().address, invitation().address] as const;
    const [only, whole] = [await openIn(begun, addresses[0]), await openIn(filled, addresses[1])];
    await begin(only);
    await screen(only, 'form');
    await begin(whole);
    await fill(whole);
    await Promise.all([only.close(), whole.close()]);
    rig.states.set(CAMPAIGNS.open, 'closed');
    const late = await openIn(filled, addresses[1]);
    await problem(late, 'missed');
    expect(await keptIn(late)).toBe('{}');
    const empty = await openIn(begun, addresses[0]);
    await empty.getByText('Deze ronde is gesloten. Er kan').waitFor();
    expect(await keptIn(empty)).toBe('{}');
    expect(await empty.locator('[data-problem=missed]').isVisible()).toBe(false);
  });

  it('lets nobody begin in the last two days, but lets people finish who had begun', async () => {
    const context = await newContext();
    const { address } = invitation();
    const early = await openIn(context, address);
    await begin(early);
    await fill(early);
    await early.close();
    rig.states.set(CAMPAIGNS.open, 'issuance-over');
    const finishing = await openIn(context, address);
    await screen(finishing, 'form');
    await finishing.locator('#at-once').click();
    await screen(finishing, 'received');
    const late = await openIn(context, invitation('nl', { campaign: 'issuance-over' }).address);
    await problem(late, 'too-late');
    await expectOpenToAll(late);
    expect(rig.asked('signature')).toHaveLength(1);
  });

  it('makes one token where two tabs begin at once', async () => {
    const context = await newContext();
    const { address } = invitation();
    const [one, two] = [await openIn(context, address), await openIn(context, address)];
    await Promise.all([begin(one), begin(two)]);
    await Promise.all([screen(one, 'form'), screen(two, 'form')]);
    expect(new Set(rig.asked('signature').map(({ body }) => body)).size).toBe(1);
  });

  it('does not show what somebody else began in the same browser', async () => {
    const context = await newContext();
    const [mine, yours] = [invitation(), invitation()];
    const first = await openIn(context, mine.address);
    await begin(first);
    await fill(first, 'Van mij alleen');
    await first.close();
    const second = await openIn(context, yours.address);
    await screen(second, 'start');
    await begin(second);
    await screen(second, 'form');
    expect(await second.locator('#keep').inputValue()).toBe('');
    const stranger = await openIn(context, pageOf(CAMPAIGNS.open));
    await problem(stranger, 'no-ticket');
    await expectOpenToAll(stranger);
  });

  it.each([
    [
      'nl',
      'Op de server is niet te zien wie wat invulde.',
      'Stel je een stembureau voor.',
      'Think of a polling station.',
    ],
    [
      'en',
      'On the server nobody can see who filled in what.',
      'Think of a polling station.',
      'Stel je een stembureau voor.',
    ],
  ])(
    'is explained on a page that everybody can read, the main thing first (%s)',
    async (language, first, whole, other) => {
      const page = await openIn(await newContext(), `${rig.url}/evaluation/how?taal=${language}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect((await page.locator('main li').first().textContent())?.startsWith(first)).toBe(true);
      const said = (await page.locator('main').textContent()) ?? '';
      expect([said.includes(whole), said.includes(other)]).toEqual([true, false]);
      for (const anchor of await page
        .locator('main a[href^="#"]')
        .evaluateAll((links) => links.map((a) => a.getAttribute('href')))) {
        expect([anchor, await page.locator(`[id="${anchor?.slice(1)}"]`).count()]).toEqual([anchor, 1]);
      }
      expect(await findAccessibilityViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await takePicture(page, `evaluation-how-${language}`);
      expect(page.complaints).toEqual([]);
    },
  );
});
