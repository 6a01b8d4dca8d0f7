import { expect, it } from '@jest/globals';
import { ownLines } from '../../../src/features/own-line/own-lines.ts';
import { readInstruments } from '../../../src/instruments.ts';
import { SCALES } from '../../../src/measurement/scale.ts';

const teacher = { id: '1', name: 'Naam', role: 'teacher', language: 'nl', takesPart: true, decided: true } as const;

it('tells a teacher the same names as the supervisors read, and what they mean once', async () => {
  const { first } = await readInstruments([]);
  const answers = ['2026-W44', '2026-W45', '2026-W46', '2026-W47'].flatMap((week, index) =>
    SCALES.map((scale) => {
      const items = first.items.filter((item) => item.scale === scale);
      const answeredAt = new Date(Date.UTC(2026, 10, 1 + index));
      return { week, item: items[index % items.length]?.code ?? '', value: 4, answeredAt };
    }),
  );
  const [, line] = ownLines(answers, first, teacher);
  expect(line?.split('\n')).toEqual([
    'Jouw lijn (0 is nooit, 6 is elke dag):',
    'Week 46: totaal 4,0 · vitaliteit (energie) 4,0 · toewijding (plezier en trots) 4,0 · absorptie (erin opgaan) 4,0',
    'Week 47: totaal 4,0 · vitaliteit 4,0 · toewijding 4,0 · absorptie 4,0',
  ]);
});
