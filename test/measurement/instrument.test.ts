import { describe, expect, it } from '@jest/globals';
import { PolsslagError } from '../../src/errors.ts';
import { formatInstrumentId, itemsOfScale, parseInstrument, referenceFor } from '../../src/measurement/instrument.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { instrument, readInstrumentJson } from './fixtures.ts';

const norms = {
  source: 'elsewhere',
  vigour: { mean: 4.01, sd: 1.14 },
  dedication: { mean: 3.88, sd: 1.38 },
  absorption: { mean: 3.35, sd: 1.32 },
  total: { mean: 3.74, sd: 1.17 },
};

describe('an instrument file', () => {
  it.each(['nl', 'en'] as const)('ships in %s with nine items and seven answers in words', (language) => {
    const parsed = parseInstrument(readInstrumentJson(language), language);
    expect(parsed.language).toBe(language);
    expect(parsed.items.map((item) => item.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(parsed.answers.map((answer) => answer.value)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(parsed.normsApply).toBe(false);
    for (const scale of SCALES) expect(itemsOfScale(parsed, scale)).toHaveLength(3);
    expect(formatInstrumentId(parsed)).toBe('polsslag@1');
  });

  it('is the same instrument in both languages, apart from its words', () => {
    const skeleton = (language: 'nl' | 'en') => {
      const { items, planningSd, code, version } = parseInstrument(readInstrumentJson(language), language);
      return { planningSd, code, version, items: items.map(({ text: _text, ...rest }) => rest) };
    };
    expect(skeleton('nl')).toEqual(skeleton('en'));
  });

  it('is refused with every fault listed in plain words', () => {
    const wrong = {
      ...instrument,
      normsApply: true,
      answers: instrument.answers.slice(0, 6),
      items: instrument.items.map((item, index) =>
        index < 2 ? { ...item, code: 'VIT01', position: 1, scale: 'dedication' } : item,
      ),
    };
    expect(faultsOf(wrong)).toEqual([
      'Instrument test.json: scale vigour must have three items, it has 1.',
      'Instrument test.json: scale dedication must have three items, it has 5.',
      'Instrument test.json: item code VIT01 stands more than once.',
      'Instrument test.json: position 1 stands more than once.',
      'Instrument test.json: answers must be seven, with the values 0 to 6 once each.',
      'Instrument test.json: normsApply is true but norms are missing.',
    ]);
  });

  it('is refused when values are missing, of the wrong kind or out of range', () => {
    const { licence: _licence, ...rest } = instrument;
    const faults = faultsOf({
      ...rest,
      planningSd: { ...instrument.planningSd, vigour: 0 },
      items: instrument.items.map((item) => ({ ...item, mean: item.position === 4 ? 6.5 : item.mean })),
    });
    expect(faults).toHaveLength(3);
    expect(faults.join()).toMatch(/licence/);
    expect(faults.join()).toMatch(/planningSd\.vigour/);
    expect(faults.join()).toMatch(/items\.3\.mean/);
    expect(faultsOf({ ...instrument, items: instrument.items.slice(1) })).toContain(
      'Instrument test.json: there must be nine items, there are 8.',
    );
    expect(faultsOf('text')).toHaveLength(1);
  });
});

describe('norms', () => {
  it('are a reference only when the instrument file says that they apply', () => {
    expect(referenceFor({ ...instrument, norms }, 'total')).toBeNull();
    const applying = parseInstrument({ ...instrument, normsApply: true, norms }, 'test.json');
    expect(referenceFor(applying, 'vigour')).toEqual({ mean: 4.01, sd: 1.14 });
    expect(referenceFor(applying, 'total')).toEqual({ mean: 3.74, sd: 1.17 });
  });
});

function faultsOf(json: unknown): readonly string[] {
  try {
    parseInstrument(json, 'test.json');
  } catch (error) {
    if (error instanceof PolsslagError && error.code === 'BAD_CONFIGURATION') return error.faults;
    throw error;
  }
  return [];
}
