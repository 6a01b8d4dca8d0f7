import { expect, it } from '@jest/globals';
import { logDialog } from '../../../src/features/intervention/log-view.ts';
import { readInstruments } from '../../../src/instruments.ts';

it('offers a teacher with a long name whole: half an emoji would be refused, and with it the whole dialog', async () => {
  const { interventions } = await readInstruments([]);
  const teacher = { id: 'a', name: `${'x'.repeat(74)}😀`, school: 'De Linde', timezone: 'Europe/Amsterdam' };
  const { fields } = logDialog([teacher], null, '2026-11-17', { interventions, language: 'nl' });
  const labels = fields.flatMap((field) => (field.kind === 'choice' ? field.options.map(({ label }) => label) : []));
  expect(labels[0]).toBe(`${teacher.name} (De Linde)`);
});
