import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

/*
 * Numbers about the code in the documents, each with the code that determines it. When you change one of the two, this
 * test leads you to the other.
 */

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8').replaceAll(/\s+/g, ' ');

it.each([
  [
    'docs/operating.md',
    'A process opens up to thirty connections to PostgreSQL',
    'src/database/client.ts',
    'size: 10, statementMs: 600_000',
  ],
  [
    'docs/operating.md',
    'After ten wrong passwords in a minute',
    'src/web/board-gate.ts',
    '{ points: 10, duration: 60 }',
  ],
  [
    'docs/operating.md',
    'a second one a week before they would be erased',
    'src/features/roster/leaving-store.ts',
    'AGAIN_DAYS = 7',
  ],
  [
    'docs/operating.md',
    'those who could not be asked after a year',
    'src/features/roster/leaving-store.ts',
    'MAX_KEPT_DAYS = 365',
  ],
  [
    'README.md',
    'tried for half a minute when the platform is too busy',
    'src/chat/show-in-turn.ts',
    'GIVE_UP_AFTER_MS = 30_000',
  ],
  ['README.md', 'with a first visit within two weeks', 'src/features/help-request/deadline.ts', 'DUE_DAYS = 14'],
  [
    'ARCHITECTURE.md',
    'with more than 100 MB of packages fails',
    'scripts/shrink-packages.ts',
    'MAX_BYTES = 100_000_000',
  ],
  ['ARCHITECTURE.md', 'A view that is older than half a second', 'src/chat/show-in-turn.ts', 'FRESH_MS = 500'],
  ['ARCHITECTURE.md', 'waits six seconds for replies', 'src/chat/show-in-turn.ts', 'SETTLE_MS = 6_000'],
  [
    'ARCHITECTURE.md',
    'about a day of more than a hundred days ago',
    'src/features/help-request/deadline.ts',
    'REMEMBERED_DAYS = 100',
  ],
  ['ARCHITECTURE.md', 'It claims a hundred rows in one statement', 'src/outbox/lane.ts', 'claimSize: 100'],
  ['ARCHITECTURE.md', 'writes up to a hundred outcomes in one statement', 'src/outbox/lane.ts', 'recordSize: 100'],
  [
    'ARCHITECTURE.md',
    'without an answer for three seconds no longer holds up',
    'src/outbox/lane.ts',
    'silentMs: 3_000',
  ],
  [
    'ARCHITECTURE.md',
    'and five times at most; then it is a dead letter',
    'src/outbox/notification-state.ts',
    'MAX_DOUBTS = 5',
  ],
  ['ARCHITECTURE.md', 'Every quarter of an hour it also plans', 'src/schedule/scheduler.ts', 'AGAIN_MINUTES = 15'],
  ['ARCHITECTURE.md', 'taken over after ten minutes from a worker', 'src/schedule/store.ts', 'CLAIM_MINUTES = 10'],
  ['ARCHITECTURE.md', 'asked every ten seconds, counted on', 'src/database/database-clock.ts', 'REFRESH_MS = 10_000'],
  [
    'ARCHITECTURE.md',
    'one that nobody named for five minutes',
    'src/outbox/served-platforms.ts',
    'SILENT_MS = 5 * 60_000',
  ],
  [
    'ARCHITECTURE.md',
    'What was held up for more than half an hour',
    'src/outbox/untimely-store.ts',
    "interval '30 minutes'",
  ],
  [
    'ARCHITECTURE.md',
    'three refusals in a row, of people not refused before',
    'src/outbox/backoff.ts',
    'MAX_REFUSALS = 3',
  ],
  ['ARCHITECTURE.md', 'it rests, from a quarter of an hour on', 'src/outbox/backoff.ts', 'BARRED_FIRST_MS = 900_000'],
  [
    'ARCHITECTURE.md',
    'when the platform said, or within a minute',
    'src/outbox/backoff.ts',
    'MAX_LANE_REST_MS = 60_000',
  ],
  [
    'ARCHITECTURE.md',
    'A teacher has three appointments to come at most',
    'src/features/contact-hour/offer.ts',
    'MAX_BOOKED = 3',
  ],
  ['ARCHITECTURE.md', 'Connections stay open for three minutes', 'src/web/server.ts', 'KEPT_OPEN_MS = 185_000'],
  [
    'ARCHITECTURE.md',
    'sentences six months after their close',
    'src/features/evaluation/close-campaigns.ts',
    'TEXTS_KEPT_MONTHS = 6',
  ],
  ['ARCHITECTURE.md', 'and gives up after 300 ms', 'src/features/evaluation/close-store.ts', "lock_timeout = '300ms'"],
  [
    'ARCHITECTURE.md',
    'five wrong ones an hour for one person, a hundred for a workspace',
    'src/features/join/guess-store.ts',
    '{ person: 5, workspace: 100 }',
  ],
  [
    'ARCHITECTURE.md',
    'A statement may take 20 seconds for the first, 2.5 for the second',
    'src/database/client.ts',
    'statementMs: 2_500',
  ],
  [
    'ARCHITECTURE.md',
    'Twelve messages of a Slack workspace are under way at a time',
    'src/outbox/lane.ts',
    'inFlight: 12',
  ],
  ['ARCHITECTURE.md', 'waits up to 200 ms for others', 'src/outbox/recorder.ts', 'LINGER_MS = 200'],
  ['ARCHITECTURE.md', 'Now it rests for 40 ms for each lane that it drains', 'src/outbox/ports.ts', 'restMs: 40'],
  ['ARCHITECTURE.md', 'that it drains, two at most, and passes on', 'src/outbox/deliver.ts', 'PASSES = 2'],
  ['PRIVACY.md', 'en een week voor het einde nog één keer', 'src/features/roster/leaving-store.ts', 'AGAIN_DAYS = 7'],
  ['PRIVACY.md', 'en hoogstens een jaar', 'src/features/roster/leaving-store.ts', 'MAX_KEPT_DAYS = 365'],
  ['PRIVACY.md', 'De link werkt een uur', 'src/features/own-data/store.ts', 'LINK_MINUTES = 60'],
  [
    'PRIVACY.md',
    'Die zinnen wissen we zes maanden na de sluiting',
    'src/features/evaluation/close-campaigns.ts',
    'TEXTS_KEPT_MONTHS = 6',
  ],
  ['PRIVACY.md', 'helemaal niets terug, van tien mensen of meer', 'src/outbox/silence-store.ts', 'FEWEST_ASKED = 10'],
  ['PRIVACY.md', 'blijft een week lang een onomkeerbaar kenmerk', 'src/database/seen-event-store.ts', 'KEPT_DAYS = 7'],
  ['docs/evaluation.md', 'altijd even lang: 16 KiB', 'src/features/evaluation/wire.ts', 'BODY_LIMIT_BYTES = 16 * 1024'],
  ['docs/evaluation.md', '262,144 rounds', 'src/features/evaluation/check-number.ts', 'ROUNDS = 2 ** 18'],
  [
    'docs/evaluation.md',
    'tot 48 uur voor de sluiting een stempel halen',
    'src/features/evaluation/campaign.ts',
    'SENDING_HOURS = 48',
  ],
  [
    'docs/evaluation.md',
    'in de laatste dertien weken langskwam',
    'src/features/evaluation/start-campaign.ts',
    'PERIOD_WEEKS = 13',
  ],
])('%s: %s', (document, said, file, line) => {
  expect(read(document)).toContain(said);
  expect(read(file)).toContain(line);
});
