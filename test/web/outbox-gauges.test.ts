import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { OutboxLoad } from '../../src/outbox/outbox-count-store.ts';
import { createOutboxGauges } from '../../src/web/outbox-gauges.ts';

const BUSY: OutboxLoad = {
  lanes: [{ lane: 'slack:T1', queued: 12, sending: 3, oldestDueSeconds: 4.5, failing: null }],
  failed: 2,
  toReconnect: 1,
  paused: true,
};
const EMPTY: OutboxLoad = { lanes: [], failed: 0, toReconnect: 0, paused: false };

describe('gauges of the outbox', () => {
  it('shows what waits in each lane', async () => {
    const registry = new Registry();
    await createOutboxGauges(registry, async () => BUSY)();
    const text = await registry.metrics();
    expect(text).toContain('polsslag_lane_messages{platform="slack",lane="slack:T1",state="queued"} 12');
    expect(text).toContain('polsslag_lane_messages{platform="slack",lane="slack:T1",state="sending"} 3');
    expect(text).toContain('polsslag_lane_oldest_due_seconds{platform="slack",lane="slack:T1"} 4.5');
    expect(text).toContain('polsslag_dead_letters 2');
    expect(text).toContain('polsslag_workspaces_to_reconnect 1');
    expect(text).toContain('polsslag_paused 1');
    expect(text).toContain('polsslag_outbox_readable 1');
  });

  it('counts once, however often it is asked within a moment', async () => {
    let counted = 0;
    const refresh = createOutboxGauges(new Registry(), async () => {
      counted += 1;
      return BUSY;
    });
    await Promise.all([refresh(), refresh()]);
    await refresh();
    expect(counted).toBe(1);
  });

  it('says that the outbox cannot be read, and tries again the next time', async () => {
    const answers: (() => Promise<OutboxLoad>)[] = [
      () => Promise.reject(new Error('away')),
      () => Promise.resolve(EMPTY),
    ];
    const registry = new Registry();
    const refresh = createOutboxGauges(
      registry,
      () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
    );
    await refresh();
    expect(await registry.metrics()).toContain('polsslag_outbox_readable 0');
    await refresh();
    expect(await registry.metrics()).toContain('polsslag_outbox_readable 1');
    expect(await registry.metrics()).toContain('polsslag_paused 0');
  });
});
