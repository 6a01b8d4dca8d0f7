import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { DeliveryNews } from '../../src/outbox/ports.ts';
import { createDeliveryMetrics } from '../../src/web/metrics.ts';

const LANE = 'teams:tenant';

async function metricsAfter(...news: DeliveryNews[]): Promise<string> {
  const registry = new Registry();
  const tell = createDeliveryMetrics(registry);
  for (const each of news) tell(each);
  return registry.metrics();
}

describe('metrics of delivering', () => {
  it('counts attempts by platform and outcome, and the lag of what was sent', async () => {
    const attempt = { kind: 'attempt', lane: 'slack:T1', platform: 'slack', reason: null } as const;
    const text = await metricsAfter(
      { ...attempt, outcome: 'sent', lagMs: 1_500 },
      { ...attempt, outcome: 'sent', lagMs: 200 },
      { ...attempt, outcome: 'postponed', lagMs: 9_000, reason: 'ratelimited' },
    );
    expect(text).toContain('polsslag_sends_total{platform="slack",outcome="sent"} 2');
    expect(text).toContain('polsslag_sends_total{platform="slack",outcome="postponed"} 1');
    expect(text).toContain('polsslag_send_lag_seconds_bucket{le="1",platform="slack"} 1');
    expect(text).toContain('polsslag_send_lag_seconds_sum{platform="slack"} 1.7');
  });

  it('counts what a platform asked for and answered', async () => {
    const text = await metricsAfter(
      { kind: 'slow-down', lane: LANE, ms: 3_000 },
      { kind: 'read-back', lane: LANE, found: 'cannot-tell' },
      { kind: 'read-back', lane: 'slack:T1', found: 'found' },
      { kind: 'reconnect', lane: 'slack:T1', reason: 'token_revoked' },
    );
    expect(text).toContain('polsslag_slow_downs_total{platform="teams"} 1');
    expect(text).toContain('polsslag_in_doubt_total{platform="teams"} 1');
    expect(text).toContain('polsslag_read_backs_total{platform="slack",found="found"} 1');
    expect(text).not.toContain('polsslag_in_doubt_total{platform="slack"}');
    expect(text).toContain('polsslag_reconnects_total{platform="slack"} 1');
  });

  it('counts what nobody sent in time', async () => {
    expect(await metricsAfter({ kind: 'ran-out', count: 3 })).toContain('polsslag_ran_out_total 3');
  });

  it('says where something of our own went wrong, and nothing of what', async () => {
    const cause = new Error('Anna de Wit: soms');
    const text = await metricsAfter({ kind: 'trouble', lane: LANE, during: 'compose', cause });
    expect(text).toContain('polsslag_troubles_total{platform="teams",during="compose"} 1');
    expect(text).not.toContain('Anna');
  });
});
