import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OpenFeatures, openFeatures } from './app/open-features.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { PRIVACY } from './privacy-statement.ts';

/*
 * Messages stay in the chat, where the school board can read them. PRIVACY.md says what can be read there; a new kind
 * of message fails this test until PRIVACY.md mentions it.
 */

const TAKES_PART = 'of je meedoet en nog op de lijst staat';
const ANSWERS = 'dát je antwoordde';
const HOURS = 'bij wie je een contactuurtje hebt';
const REQUESTS = 'dat je hulp vroeg en in welke zin, wie er komt';
const HELP = 'welke hulp je kreeg en van wie';
const EVALUATES = 'over wie je een evaluatie kunt invullen';

/** Kinds of messages to people, by their prefix. */
const READ: Readonly<Record<string, string>> = {
  invitation: TAKES_PART,
  'still-here': TAKES_PART,
  'check-in': ANSWERS,
  reminder: ANSWERS,
  snoozed: ANSWERS,
  'slow-down': 'dat je vier keer niet antwoordde',
  'contact-hour': HOURS,
  'help-request': REQUESTS,
  visit: HELP,
  evaluation: EVALUATES,
  'evaluation-result': 'Wie ze in Teams las, houdt ze in de eigen chat',
};

let test: TestDatabase;
let features: OpenFeatures;
beforeAll(async () => {
  test = await createTestDatabase();
  features = await openFeatures(test.database, () => new Date('2026-11-17T14:30:00Z'));
});
afterAll(() => test.drop());

it('what each kind of message tells stands in PRIVACY.md', () => {
  const [, board = ''] = /\*\*Je schoolbestuur\*\*(.*?)\n- \*\*/s.exec(PRIVACY.nl) ?? [];
  // Where the result of an evaluation is described: it goes to supervisors.
  const [, results = ''] = /\*\*Wat je in een evaluatie invult\*\*(.*?)\n- \*\*/s.exec(PRIVACY.nl) ?? [];
  const said = `${board} ${results}`.replaceAll(/\s+/g, ' ');
  const kinds = Object.keys(features.messageNames('nl'));
  expect(kinds.length).toBeGreaterThan(20);
  const beginnings = Object.keys(READ).toSorted((one, other) => other.length - one.length);
  const unsaid = kinds.filter((kind) => {
    const tells = READ[beginnings.find((beginning) => kind.startsWith(beginning)) ?? ''];
    return tells === undefined || !said.includes(tells);
  });
  expect(unsaid).toEqual([]);
});
