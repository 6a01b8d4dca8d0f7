import { describe, expect, it } from '@jest/globals';
import { readFieldKind, readFields } from '../../src/chat/field-values.ts';
import type { FieldKind } from '../../src/chat/view.ts';

const read = (kind: FieldKind, value: unknown) => readFields([{ kind, name: 'a', value }]);

describe('what was filled in on a dialog', () => {
  it.each([
    ['text', 'Een *tekst*', 'Een *tekst*'],
    ['text', 'een\r\ntwee\u000bdrie\u2028vier\tvijf', 'een\ntwee\ndrie\nvier\tvijf'],
    ['text', '  weg \u0000ermee\u0007\ud800 ', 'weg ermee'],
    ['text', '😀'.repeat(10_000), '😀'.repeat(10_000)],
    ['date', '2028-02-29', '2028-02-29'],
    ['time', '23:59', '23:59'],
    ['choice', 'k,1', 'k,1'],
    ['several', ['a', 'b'], ['a', 'b']],
    ['yes-no', 'no', 'no'],
  ] as const)('of kind %s: %j', (kind, value, expected) => {
    expect(read(kind, value)).toEqual({ a: expected });
  });

  it.each([
    ['text', ''],
    ['text', ' \n\u0000 '],
    ['text', '\u200e\u200e'],
    ['text', '\u200b \u2060'],
    ['text', '\u2800\u3164'],
    ['date', null],
    ['time', undefined],
    ['choice', ''],
    ['several', []],
  ] as const)('is not there when a field of kind %s is left empty: %j', (kind, value) => {
    expect(read(kind, value)).toEqual({});
  });

  it.each([
    ['text', 3],
    ['text', 'x'.repeat(40_001)],
    ['date', '2027-02-29'],
    ['date', '1-12-2026'],
    ['time', '24:00'],
    ['time', '15:30:00'],
    ['choice', 'a\u0000'],
    ['choice', ['a']],
    ['several', 'a'],
    ['several', ['a\u0000']],
    ['several', Array.from({ length: 101 }, String)],
    ['yes-no', 'maybe'],
  ] as const)('is refused when no field of kind %s can hold it: %j', (kind, value) => {
    expect(read(kind, value)).toBeNull();
  });

  it('is refused under a name that no field of ours has', () => {
    for (const name of ['', 'a\u0000', 'x'.repeat(256)]) {
      expect(readFields([{ kind: 'text', name, value: 'x' }])).toBeNull();
    }
  });

  it('has no kinds but those of fields', () => {
    expect(['yes-no', 'toString', 'number'].map(readFieldKind)).toEqual(['yes-no', null, null]);
  });
});
