import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { describeWithBrowser, findAccessibilityViolations, openBrowser, openPage, takePicture } from '../../browser.ts';
import { EVERY_FIELD_DIALOG, FILLED_IN } from '../../fixtures/every-field.ts';
import { waitUntil } from '../../wait-until.ts';
import { CHANNELS, openPlayground, type Playground } from './page-rig.ts';

/** Slack's boxes are in a group with a name; in Teams only the first box has it. */
function boxIn(dialog: Locator, group: string, field: 'goals' | 'pupils', value: string): Locator {
  return dialog
    .getByRole('group', { name: group })
    .getByRole('checkbox', { name: value.replace('k,', 'Keuze, '), exact: true })
    .or(dialog.locator(`input[name="several.${field}"][value="${encodeURIComponent(value)}"]`));
}

const ERRORS = { day: 'Kies een dag die nog komt.', goals: 'Kies er hooguit één.' };

describeWithBrowser('a dialog with every field, on the page', () => {
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    playground = await openPlayground();
    await playground.send({
      summary: 'Een contactuur',
      blocks: [
        { kind: 'text', text: 'Kies een uur: 15:00–15:15 of 15:30-15:45 :smile: :geen:' },
        {
          kind: 'buttons',
          layout: 'stacked',
          buttons: [
            { label: 'Invullen', action: 'test.open', data: {}, tone: 'primary', opens: 'dialog' },
            { label: '15:00 · bezet', opens: 'nothing' },
            { label: 'Lees meer', url: 'https://example.org/uitleg?a=1&b=2', tone: 'plain', opens: 'address' },
          ],
        },
      ],
    });
    browser = await openBrowser();
    ({ page, complaints } = await openPage(browser, playground.url, { viewport: { width: 1280, height: 900 } }));
  });

  afterAll(async () => {
    await browser?.close();
    await playground?.close();
  });

  /** Fills in the fields that look different on each platform, by their labels for screen readers. */
  async function fillIn(dialog: Locator): Promise<void> {
    await dialog.getByLabel('Onderwerp').fill(FILLED_IN.subject);
    await dialog.getByLabel('Toelichting').fill(FILLED_IN.message);
    await dialog.getByLabel('Dag', { exact: false }).fill(FILLED_IN.day);
    await dialog.getByLabel('Vanaf').fill(FILLED_IN.from);
    await dialog.getByRole('radio', { name: 'Keuze, 1' }).check();
    await dialog.getByLabel('School').selectOption(FILLED_IN.school);
    for (const value of FILLED_IN.goals) await boxIn(dialog, 'Doelen', 'goals', value).check();
    for (const value of FILLED_IN.pupils) await boxIn(dialog, 'Groepen', 'pupils', value).check();
    await dialog.getByRole('checkbox', { name: 'Niemand ziet mijn naam' }).check();
  }

  it.each(['slack', 'teams'] as const)(
    'is opened from a post in the channel of %s, which the app is told',
    async (platform) => {
      await playground.post({
        summary: `Vrije uren ${platform}`,
        blocks: [
          { kind: 'text', text: `Vrije uren ${platform}` },
          {
            kind: 'buttons',
            layout: 'stacked',
            buttons: [
              { label: 'Ik kan dan', action: 'test.take', data: { hour: '9' }, tone: 'primary', opens: 'view' },
            ],
          },
        ],
      });
      const column = page.getByTestId('channel');
      await column.getByRole('radio', { name: platform === 'slack' ? 'Slack' : 'Teams' }).check();
      await column.getByText(platform === 'slack' ? 'als Anna de Wit' : 'als Bram Visser').waitFor();
      const post = column.getByTestId('message').filter({ hasText: `Vrije uren ${platform}` });
      await takePicture(page, `channel-${platform}`);
      expect(await findAccessibilityViolations(page)).toEqual([]);
      playground.received.length = 0;
      await post.getByRole('button', { name: 'Ik kan dan' }).click();
      await waitUntil(() => playground.received.length > 0);
      expect(playground.received).toMatchObject([
        { kind: 'tap', action: 'test.take', data: { hour: '9' }, channel: CHANNELS[platform] },
      ]);
    },
  );

  it.each(['slack', 'teams'] as const)('is filled in, corrected and sent in %s', async (platform) => {
    const column = page.getByTestId(platform);
    await column.scrollIntoViewIfNeeded();
    playground.forced.push({ kind: 'dialog', dialog: EVERY_FIELD_DIALOG });
    await column.getByRole('button', { name: 'Invullen' }).click();
    const dialog = column.getByRole('dialog');
    await dialog.waitFor();
    await takePicture(page, `fields-${platform}-1-empty`);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await fillIn(dialog);

    playground.forced.push({ kind: 'errors', dialog: EVERY_FIELD_DIALOG, fields: ERRORS });
    await dialog.getByRole('button', { name: 'Versturen' }).click();
    for (const sentence of Object.values(ERRORS)) await dialog.getByText(sentence).last().waitFor();
    await dialog.getByText(ERRORS.day).last().scrollIntoViewIfNeeded();
    await takePicture(page, `fields-${platform}-2-errors`);
    await page.setViewportSize({ width: 390, height: 844 });
    await dialog.getByText(ERRORS.day).last().scrollIntoViewIfNeeded();
    await takePicture(page, `fields-${platform}-3-phone`);
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    const submitted = () => playground.received.flatMap((event) => (event.kind === 'submission' ? [event.values] : []));
    expect(submitted().at(-1)).toEqual(FILLED_IN);

    await dialog.getByLabel('Dag', { exact: false }).fill('2026-12-08');
    playground.forced.push({ kind: 'close', note: 'Het is gelukt.' });
    await dialog.getByRole('button', { name: 'Versturen' }).click();
    await column.getByText('Het is gelukt.').waitFor();
    expect(submitted().at(-1)).toEqual({ ...FILLED_IN, day: '2026-12-08' });
    if (platform === 'slack') await dialog.getByRole('button', { name: 'Sluiten' }).last().click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('below a text with times, which the library does not turn into an emoji', async () => {
    await page.getByTestId('slack').getByText('Kies een uur: 15:00–15:15 of 15:30-15:45 😄 :geen:').waitFor();
  });

  it('beside buttons that open a page or nothing', async () => {
    await takePicture(page, 'fields-buttons');
    expect(await page.getByTestId('slack').getByRole('button', { name: /bezet/ }).count()).toBe(0);
    await page.getByTestId('slack').getByText('15:00 · bezet').waitFor();
    expect(await page.getByTestId('teams').getByRole('button', { name: '15:00 · bezet' }).isDisabled()).toBe(true);
    const before = playground.received.length;
    await page.context().route('https://example.org/**', (route) => route.fulfill({ body: 'Uitleg' }));
    for (const platform of ['slack', 'teams']) {
      const opened = page.context().waitForEvent('page');
      await page.getByTestId(platform).getByText('Lees meer').click();
      const other = await opened;
      expect(other.url()).toBe('https://example.org/uitleg?a=1&b=2');
      await other.close();
    }
    expect(playground.received).toHaveLength(before);
    expect(complaints).toEqual([]);
  });
});
