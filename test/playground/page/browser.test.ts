import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Browser, Locator, Page, Request } from 'playwright-core';
import { fillIn, typeAndAwait } from '../../../playground/chat-driver.ts';
import { type Demo, startDemo } from '../../../playground/demo.ts';
import { createDemoPage } from '../../../playground/demo-page.ts';
import { PEOPLE } from '../../../playground/partnership.ts';
import { readConfig } from '../../../src/config.ts';
import { ITEM_CODES } from '../../../src/features/evaluation/items.ts';
import { describeWithBrowser, findAccessibilityViolations, openBrowser, openPage, takePicture } from '../../browser.ts';
import { makeUsedDataFolder } from '../../data-folder.ts';
import { waitUntil } from '../../wait-until.ts';

const REAL_NOW = new Date('2026-12-08T12:00:00Z');

describeWithBrowser('the playground in a real Chromium', () => {
  const dataDir = makeUsedDataFolder('page');
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let slack: Locator;
  let teams: Locator;
  let channel: Locator;

  beforeAll(async () => {
    const config = readConfig({ PORT: '0', POLSSLAG_DATA_DIR: dataDir });
    const log = pino({ level: 'silent' });
    demo = await startDemo({ config, log, now: REAL_NOW, seed: 8, pastWeeks: 4, page: createDemoPage });
    await demo.toNextCheckIn();
    browser = await openBrowser();
    ({ page, complaints } = await openPage(browser, demo.url));
    slack = page.getByTestId('slack');
    teams = page.getByTestId('teams');
    channel = page.getByTestId('channel');
  });

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** Answers the three questions of the check-in that a column shows. */
  async function answerCheckIn(column: Locator): Promise<void> {
    for (const question of [1, 2, 3]) {
      await column.getByText(`Vraag ${question} van 3`).waitFor();
      const answer = column.getByRole('button', { name: /^4 · / });
      if (question === 1) await answer.click();
      else {
        // Without a mouse: the focus stays among the answers, and the skip button comes right after the last one.
        await column.getByRole('button', { name: /^6 · / }).focus();
        await page.keyboard.press('Tab');
        await column.getByRole('button', { name: 'Deze vraag overslaan' }).and(page.locator(':focus')).waitFor();
        for (const _ of [6, 5, 4]) await page.keyboard.press('Shift+Tab');
        await page.keyboard.press('Enter');
      }
    }
    await column
      .getByText(/Dank je wel/)
      .last()
      .waitFor();
  }

  it('shows a check-in in Slack and in Teams, and answers three questions in each', async () => {
    await slack.getByText('Vraag 1 van 3').waitFor();
    await teams.getByText('Vraag 1 van 3').waitFor();
    await takePicture(page, 'playground-1-question');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await answerCheckIn(slack);
    await answerCheckIn(teams);
    const { prisma } = demo.running.foundation.database;
    const answers = await prisma.answer.findMany({ where: { week: '2026-W49' } });
    expect(answers.map(({ value }) => value)).toEqual([4, 4, 4, 4, 4, 4]);
    expect(await page.getByRole('button', { name: /^4 · / }).count()).toBe(0);
  });

  it('shows and changes answers only in a modal and in a dialog', async () => {
    await slack.getByRole('button', { name: 'Antwoorden wijzigen' }).click();
    await teams.getByRole('button', { name: 'Antwoorden wijzigen' }).click();
    const [modal, dialog] = [slack.getByRole('dialog'), teams.getByRole('dialog')];
    await modal.waitFor();
    await dialog.waitFor();
    await takePicture(page, 'playground-2-dialogs');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    for (const open of [modal, dialog]) {
      await open.getByRole('radio', { name: /^6 · / }).first().check();
      await open.getByRole('button', { name: 'Bewaren' }).click();
    }
    await modal.getByText('Je antwoorden zijn bewaard.').waitFor();
    await modal.getByRole('button', { name: 'Sluiten' }).last().click();
    await teams.getByText('Je antwoorden zijn bewaard.').waitFor();
    await modal.waitFor({ state: 'detached' });
    await dialog.waitFor({ state: 'detached' });
  });

  it('can be used with the keyboard alone', async () => {
    const second = await page.getByTestId('slack-teacher').locator('option').nth(1).getAttribute('value');
    await page.getByTestId('slack-teacher').selectOption(second);
    const question = slack.getByText('Vraag 1 van 3');
    await question.waitFor();
    await slack.getByRole('button', { name: /^0 · / }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await slack.getByText('Vraag 2 van 3').waitFor();
    // The focus is on the message, so that Tab leads to its first button.
    await expectFocus(page, 'Vraag 2 van 3');
    await page.keyboard.press('Tab');
    await expectFocus(page, '0 · ');

    await slack.getByRole('textbox').focus();
    await page.keyboard.type('/polsslag hulp');
    await page.keyboard.press('Enter');
    await slack.getByText('Dit kun je typen').waitFor();

    const own = slack.getByRole('button', { name: 'Mijn antwoorden' });
    await own.focus();
    await page.keyboard.press('Enter');
    await slack.getByRole('dialog').waitFor();
    await takePicture(page, 'playground-3-own-answers');
    await page.keyboard.press('Escape');
    await slack.getByRole('dialog').waitFor({ state: 'detached' });

    await slack.getByRole('tab', { name: 'Berichten' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByTestId('slack-home').getByText('Alleen jij ziet dit').first().waitFor();
    await takePicture(page, 'playground-4-home');
  });

  it('moves to Monday, and shows the week in both channels', async () => {
    const monday = page.getByTestId('clock-next-monday');
    await monday.click();
    await page.locator('[data-testid=clock-next-monday][aria-busy=true]').waitFor();
    await channel.getByText('Zo was week 49').waitFor();
    expect(await page.getByTestId('clock-time').textContent()).toContain('maandag 7 december 2026');
    await expectPicture(channel);
    await takePicture(page, 'playground-5-week');
    await page.getByRole('radio', { name: 'Teams' }).check();
    await channel.getByText('Zo was week 49').waitFor();
    await expectPicture(channel);
    await takePicture(page, 'playground-5-week-in-teams');
  });

  it('shows the weeks before in both channels, each on its Monday', async () => {
    for (const platform of ['Slack', 'Teams']) {
      await page.getByRole('radio', { name: platform }).check();
      for (const week of [46, 47, 48]) await channel.getByText(`Zo was week ${week}`).waitFor();
      await channel.getByText('maandag 16 november').waitFor();
      await channel.getByText('maandag 30 november').waitFor();
    }
  });

  it('lets a newcomer consent, and shows what a supervisor sees', async () => {
    const pick = (column: Locator, group: string) =>
      column
        .getByTestId(/-teacher$/)
        .locator(`optgroup[label="${group}"] option`)
        .first()
        .getAttribute('value');
    await page.getByTestId('slack-teacher').selectOption(await pick(slack, 'Nieuw, nog geen toestemming'));
    await slack.getByText('Hoi Xandra, ik ben Polsslag').waitFor();
    await takePicture(page, 'playground-6-newcomer');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await slack.getByRole('button', { name: 'Ja, ik doe mee' }).click();
    await slack.getByText('Fijn dat je meedoet').waitFor();

    await page.getByTestId('slack-teacher').selectOption(await pick(slack, 'Begeleiders'));
    await slack.getByText('Slack van een begeleider').waitFor();
    await slack.getByRole('tab', { name: 'Startpagina' }).click();
    await slack.getByText('De vragen zijn voor leerkrachten').waitFor();
    await takePicture(page, 'playground-7-supervisor');
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });

  it('plays a pause, a day that passes, an export and an erasure, only by tapping', async () => {
    for (const column of [slack, teams]) await pickTeacher(column, 2);
    await slack.getByRole('tab', { name: 'Berichten' }).click();
    for (const column of [slack, teams]) {
      await column.getByRole('button', { name: 'pauze', exact: true }).click();
      await column.getByRole('button', { name: 'Een week', exact: true }).click();
      await column.getByText('Je hebt pauze').waitFor();
      await column.getByRole('button', { name: 'home', exact: true }).click();
      await column.getByText('Wat er komt').last().waitFor();
    }
    await takePicture(page, 'playground-10-home');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await page.getByTestId('clock-next-day').click();
    await page.getByTestId('clock-time').getByText('dinsdag 8 december 2026').waitFor();
    for (const column of [slack, teams]) {
      const goOn = column.getByRole('button', { name: 'Weer vragen krijgen' });
      const before = await goOn.count();
      await goOn.last().click();
      await waitUntil(async () => (await goOn.count()) < before);
      await column.getByRole('button', { name: 'mijn gegevens', exact: true }).last().click();
    }
    const [own] = await Promise.all([
      page.waitForEvent('popup'),
      teams.getByText('Mijn gegevens bekijken').last().click(),
    ]);
    await own.getByRole('button').first().click();
    await own.getByText('Je antwoorden').first().waitFor();
    await takePicture(own, 'playground-11-own-data');
    await own.close();
    await slack.getByRole('button', { name: 'Vergeet mij' }).last().click();
    await slack.getByRole('button', { name: 'Ja, vergeet mij' }).last().click();
    await slack.getByText('Ik heb alles van je gewist').waitFor();
    await takePicture(page, 'playground-12-forgotten');
  });

  it('plays postponed questions and a holiday without questions, only by tapping', async () => {
    const at = page.getByTestId('clock-time');
    for (const column of [slack, teams]) await pickTeacher(column, 3);
    await slack.getByRole('tab', { name: 'Berichten' }).click();
    await slack.getByRole('button', { name: 'Over een uur' }).last().click();
    await slack.getByText('Goed, ik vraag het je dinsdag 8 december om 16:30 uur').waitFor();
    await teams.getByRole('button', { name: 'Morgen', exact: true }).last().click();
    await teams.getByText('Goed, ik vraag het je woensdag 9 december om 15:30 uur').waitFor();
    await takePicture(page, 'playground-13-put-off');
    expect(await findAccessibilityViolations(page)).toEqual([]);

    expect(await slack.getByText('Vraag 1 van 3').count()).toBe(0);
    await page.getByTestId('clock-next-hour').click();
    await slack.getByText('Vraag 1 van 3').waitFor();
    expect(await teams.getByText('Vraag 1 van 3').count()).toBe(0);
    await page.getByTestId('clock-next-day').click();
    await teams.getByText('Vraag 1 van 3').waitFor();
    await answerCheckIn(teams);

    for (const day of ['15 december 2026', '5 januari 2027']) {
      if (day.includes('januari')) {
        // Schools are closed from 19 December to 3 January. Before this week's questions have arrived, the next
        // questions are still those.
        await waitUntil(async () => {
          await teams.getByRole('button', { name: 'home', exact: true }).click();
          const said = teams.getByText(/Je volgende vragen: dinsdag 5 januari om 15:30 uur/).last();
          return said.waitFor({ timeout: 5_000 }).then(
            () => true,
            () => false,
          );
        });
      }
      await page.getByTestId('clock-next-check-in').click();
      await at.getByText(`dinsdag ${day}`).waitFor();
    }
    for (const column of [slack, teams]) await column.getByText('Vraag 1 van 3').last().waitFor();
    const { prisma } = demo.running.foundation.database;
    const weeks = await prisma.checkIn.findMany({ where: { week: { gte: '2026-W51' } }, distinct: ['week'] });
    expect(weeks.map(({ week }) => week).toSorted()).toEqual(['2026-W51', '2027-W01']);
    await takePicture(page, 'playground-14-after-the-holiday');
  });

  it('leads from the invitation in each chat to an evaluation that nobody can trace', async () => {
    const { simulators } = demo;
    const lead = PEOPLE.find(({ role }) => role === 'lead') ?? PEOPLE[0];
    if (!lead) throw new Error('nobody leads');
    await typeAndAwait(simulators, lead, 'evaluatie', 'evaluation.start');
    await fillIn(simulators, lead, 'evaluation.start', { 'choice.whom': 'team', 'date.day': '2027-01-19' });
    await page.getByTestId('clock-next-day').click();
    for (const column of [slack, teams]) {
      await column.getByText('Evaluatie openen').last().waitFor();
    }
    await takePicture(page, 'playground-15-invitation');
    expect(await findAccessibilityViolations(page)).toEqual([]);
    for (const [name, column] of Object.entries({ slack, teams })) {
      const [form] = await Promise.all([
        page.waitForEvent('popup'),
        column.getByText('Evaluatie openen').last().click(),
      ]);
      const asked: Request[] = [];
      form.on('request', (request) => asked.push(request));
      await form.getByRole('button', { name: 'Begin' }).click();
      await form.getByRole('heading', { name: 'Hoe was het voor jou?' }).waitFor();
      for (const item of ITEM_CODES) await form.locator(`input[name=${item}][value="4"]`).check();
      await form.getByLabel('Wat moet zo blijven?').fill(`Het meedenken, via ${name}`);
      await form.getByRole('button', { name: 'Klaar, verstuur straks' }).click();
      await form.getByRole('heading', { name: 'Je formulier wacht even' }).waitFor();
      expect(await findAccessibilityViolations(form)).toEqual([]);
      await form.getByRole('button', { name: 'Verstuur nu meteen' }).click();
      await form.getByRole('heading', { name: 'Dank je wel, het is binnen' }).waitFor();
      await takePicture(form, `playground-16-evaluated-from-${name}`);
      const names = asked.map((request) => request.url().replace(/.*\//, ''));
      expect(names.filter((name) => name !== 'script.js')).toEqual(['key', 'signature', 'answers']);
      const sent = asked.at(-1);
      expect(Object.keys(sent?.postDataJSON()).sort()).toEqual(['answers', 'change', 'keep', 'message', 'signature']);
      expect(Object.keys((await sent?.allHeaders()) ?? {})).not.toEqual(expect.arrayContaining(['cookie']));
      await form.close();
    }
    const { prisma } = demo.running.foundation.database;
    expect(await prisma.evaluation.count()).toBe(2);
    expect(await prisma.evaluationTicket.count({ where: { used: true } })).toBe(2);
  });

  it('is in English when the browser is, and dark when the system is', async () => {
    const other = await openPage(browser, demo.url, { locale: 'en-GB', colorScheme: 'dark' });
    await other.page.getByText("The supervisors' channel").waitFor();
    await expectPicture(other.page.getByTestId('channel'));
    expect(await other.page.title()).toBe('Polsslag · playground');
    const ground = await other.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(18, 23, 27)');
    await takePicture(other.page, 'playground-8-dark');
    expect(await findAccessibilityViolations(other.page)).toEqual([]);
    await other.page.getByRole('radio', { name: 'Nederlands' }).check();
    await other.page.getByText('Kanaal van de begeleiders').waitFor();
    await other.page.reload();
    await other.page.getByText('Kanaal van de begeleiders').waitFor();
    expect(await other.page.evaluate(() => document.documentElement.lang)).toBe('nl');
    expect(other.complaints).toEqual([]);
    await other.page.close();
  });

  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide).toBe(false);
    // As narrow as scrollbars and larger letters make it.
    await page.setViewportSize({ width: 320, height: 844 });
    expect(await page.evaluate(cutButtons)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await findAccessibilityViolations(page)).toEqual([]);
    await takePicture(page, 'playground-9-narrow');
  });

  it('had nothing to complain of, and asked nothing of another machine', () => {
    expect(complaints).toEqual([]);
  });
});

/** The buttons in Teams that are wider than their card, which cuts them off. */
function cutButtons(): string[] {
  const buttons = [...document.querySelectorAll('.teams-card button')];
  const rightOf = (element: Element | null) => element?.getBoundingClientRect().right ?? 0;
  return buttons.flatMap((button) =>
    rightOf(button) > rightOf(button.closest('.teams-card')) ? [button.textContent ?? ''] : [],
  );
}

async function pickTeacher(column: Locator, place: number): Promise<void> {
  const teacher = await column.locator('optgroup option').nth(place).getAttribute('value');
  await column.getByTestId(/-teacher$/).selectOption(teacher);
}

async function expectFocus(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.textContent?.includes(wanted), text);
}

async function expectPicture(channel: Locator): Promise<void> {
  const picture = channel.getByRole('img', { name: /Lijngrafiek/ }).last();
  await picture.waitFor();
  expect(await picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0)).toBe(true);
}
