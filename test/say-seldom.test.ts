import { describe, expect, it } from '@jest/globals';
import { saySeldom } from '../src/say-seldom.ts';

function openSeldom() {
  const clock = { now: 5_000 };
  const said: unknown[] = [];
  const say = saySeldom(
    (trouble, what) => said.push([what, trouble]),
    () => clock.now,
  );
  return { clock, said, say };
}

describe('a trouble that comes again and again', () => {
  it('is said at once, and then once a minute with how often it came', () => {
    const { clock, said, say } = openSeldom();
    for (let second = 0; second < 3_600; second += 1) {
      say({ code: 'ECONNREFUSED' }, 'queue trouble');
      clock.now += 1_000;
    }
    expect(said).toHaveLength(60);
    expect(said.slice(0, 2)).toEqual([
      ['queue trouble', { code: 'ECONNREFUSED' }],
      ['queue trouble', { code: 'ECONNREFUSED', again: 59 }],
    ]);
  });

  it('does not keep another one from being said', () => {
    const { said, say } = openSeldom();
    say({ code: 'ECONNREFUSED' }, 'queue trouble');
    say({ code: 'ECONNRESET' }, 'queue trouble');
    say({ code: 'ECONNREFUSED' }, 'job failed');
    expect(said).toHaveLength(3);
  });

  it('is said at once when it comes after a quiet while', () => {
    const { clock, said, say } = openSeldom();
    say({ code: 'ECONNREFUSED' }, 'queue trouble');
    clock.now += 3_600_000;
    say({ code: 'ECONNREFUSED' }, 'queue trouble');
    expect(said.at(-1)).toEqual(['queue trouble', { code: 'ECONNREFUSED' }]);
  });
});
