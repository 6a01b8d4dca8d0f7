import { describe, expect, it } from '@jest/globals';
import { checkInTexts } from '../../src/features/check-in/texts.ts';
import { hourTexts } from '../../src/features/contact-hour/hours-texts.ts';
import { contactHourTexts } from '../../src/features/contact-hour/texts.ts';
import { formTexts } from '../../src/features/evaluation/page/form-texts.ts';
import { pageTexts } from '../../src/features/evaluation/page/page-texts.ts';
import { problemTexts } from '../../src/features/evaluation/page/problem-texts.ts';
import { evaluationTexts } from '../../src/features/evaluation/texts.ts';
import { requestDataTexts as helpDataTexts } from '../../src/features/help-request/own-data-texts.ts';
import { helpTexts } from '../../src/features/help-request/texts.ts';
import { homeTexts } from '../../src/features/home/texts.ts';
import { logTexts } from '../../src/features/intervention/log-texts.ts';
import { periodTexts } from '../../src/features/intervention/period-texts.ts';
import { questionTexts } from '../../src/features/intervention/question-texts.ts';
import { joinTexts } from '../../src/features/join/texts.ts';
import { methodTexts } from '../../src/features/method/texts.ts';
import { consentTexts } from '../../src/features/onboarding/consent-texts.ts';
import { onboardingTexts } from '../../src/features/onboarding/texts.ts';
import { ownDataTexts } from '../../src/features/own-data/texts.ts';
import { ownLineTexts } from '../../src/features/own-line/texts.ts';
import { rankingTexts } from '../../src/features/resources/ranking-texts.ts';
import { resourceTexts } from '../../src/features/resources/texts.ts';
import { rosterTexts } from '../../src/features/roster/texts.ts';
import { settingsTexts } from '../../src/features/settings/texts.ts';
import { slowDownTexts } from '../../src/features/slow-down/texts.ts';
import { smallTalkTexts } from '../../src/features/small-talk/texts.ts';
import { trendTexts } from '../../src/features/trends/texts.ts';
import { weDidTexts } from '../../src/features/we-did/texts.ts';
import { whatWorkedTexts } from '../../src/features/what-worked/texts.ts';
import en from '../../src/measurement/instruments/polsslag-en.json' with { type: 'json' };
import nl from '../../src/measurement/instruments/polsslag-nl.json' with { type: 'json' };
import { commonTexts } from '../../src/text/common-texts.ts';
import { LANGUAGES } from '../../src/text/languages.ts';

const textsFor = (language: string) => ({
  common: commonTexts(language),
  consent: consentTexts(language),
  checkIn: checkInTexts(language),
  home: homeTexts(language),
  method: methodTexts(language),
  onboarding: onboardingTexts(language),
  own: ownLineTexts(language),
  ownData: ownDataTexts(language),
  join: joinTexts(language),
  ranking: rankingTexts(language),
  resources: resourceTexts(language),
  roster: rosterTexts(language),
  trend: trendTexts(language),
  contactHour: contactHourTexts(language),
  evaluation: evaluationTexts(language),
  evaluationForm: formTexts(language),
  evaluationPage: pageTexts(language),
  evaluationProblems: problemTexts(language),
  helpRequest: helpTexts(language),
  helpRequestData: helpDataTexts(language),
  interventionLog: logTexts(language),
  interventionPeriod: periodTexts(language),
  interventionQuestion: questionTexts(language),
  hours: hourTexts(language),
  settings: settingsTexts(language),
  smallTalk: smallTalkTexts(language),
  weDid: weDidTexts(language),
  whatWorked: whatWorkedTexts(language),
  slowDown: slowDownTexts(language),
});

/** Every text of a language, by key; functions are called with ordinary values. */
function allTexts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => allTexts(each, `${path}.${key}`));
}

describe.each(LANGUAGES)('the texts in %s', (language) => {
  const texts = allTexts(textsFor(language));

  it('are there', () => {
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('shout at nobody', () => {
    expect(texts.filter(([, text]) => text.includes('!'))).toEqual([]);
  });

  it('are in short sentences', () => {
    const long = texts.flatMap(([key, text]) =>
      text
        .split(/(?<=[.?:])\s/)
        .filter((sentence) => sentence.split(/\s+/).length > 22)
        .map((sentence) => [key, sentence]),
    );
    expect(long).toEqual([]);
  });

  it('fit where Slack puts them: titles and buttons of a dialog in 24 characters', () => {
    const { checkIn, own } = textsFor(language);
    for (const text of [checkIn.dialogTitle, checkIn.save, checkIn.close, own.title, own.close]) {
      expect(text.length).toBeLessThanOrEqual(24);
    }
  });

  it('tell who sees an answer where a question is asked', () => {
    expect(textsFor(language).checkIn.whoSees).toMatch(/Alleen jij|Only you/);
  });
});

describe('both languages', () => {
  it('have the same keys', () => {
    const keys = (language: string) => allTexts(textsFor(language)).map(([key]) => key);
    expect(keys('en')).toEqual(keys('nl'));
  });

  it('say until when answers can be changed: the last day, not the moment after it', () => {
    const closesAt = new Date('2026-11-22T23:00:00Z');
    expect(textsFor('nl').checkIn.dialogIntro(closesAt)).toContain('zondag 22 november');
    expect(textsFor('en').checkIn.dialogIntro(closesAt)).toContain('Sunday 22 November');
  });

  it('are refused when we do not speak them', () => {
    expect(() => textsFor('fr')).toThrow('nl and en');
  });
});

describe('our own instrument', () => {
  it('asks short, whole sentences', () => {
    for (const { text } of [...nl.items, ...en.items]) {
      expect(text.length).toBeLessThanOrEqual(80);
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('has labels that fit on a Slack button with their number', () => {
    for (const { value, label } of [...nl.answers, ...en.answers])
      expect(`${value} · ${label}`.length).toBeLessThanOrEqual(75);
  });
});
