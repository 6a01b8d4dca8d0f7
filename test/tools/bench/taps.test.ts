import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readInstruments } from '../../../src/instruments.ts';
import { readPayload } from '../../../src/platforms/slack/parse.ts';
import { type OpenItem, tapOf } from '../../../tools/bench/ack-taps.ts';
import { SIGNING_SECRET } from '../../../tools/bench/process-options.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const OPEN: OpenItem = {
  checkIn: '0d5e3b34-7c3e-4f6b-9a52-1f6f0f0d2a11',
  person: 'p',
  circle: 'c',
  user: 'U7',
  team: 'T1',
  item: 'TOE01',
};
const { first } = await readInstruments([]);
const tap = tapOf(OPEN, 3, first, 'http://127.0.0.1:1/respond/3', NOW);

describe('a tap of the load', () => {
  it('is signed as Slack signs', () => {
    const timestamp = tap.headers['x-slack-request-timestamp'];
    expect(Number(timestamp)).toBe(NOW.getTime() / 1_000);
    const expected = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${tap.body}`).digest('hex');
    expect(tap.headers['x-slack-signature']).toBe(`v0=${expected}`);
  });

  it('means an answer to its item, by its person, on the message of its check-in', () => {
    const payload = JSON.parse(new URLSearchParams(tap.body).get('payload') ?? '');
    expect(readPayload(payload)).toMatchObject({
      kind: 'chat',
      event: {
        kind: 'tap',
        from: { platform: 'slack', workspace: 'T1', user: 'U7' },
        action: 'check-in.answer',
        data: { checkIn: OPEN.checkIn, item: 'TOE01', value: '2' },
      },
      surface: { responseUrl: 'http://127.0.0.1:1/respond/3', notification: `check-in:${OPEN.checkIn}` },
    });
  });
});
