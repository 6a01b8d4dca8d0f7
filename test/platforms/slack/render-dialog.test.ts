import { describe, expect, it } from '@jest/globals';
import { checkModal } from '../../../playground/slack/check-view.ts';
import type { Dialog, DialogField } from '../../../src/chat/view.ts';
import { renderDialog } from '../../../src/platforms/slack/render-dialog.ts';

function field(name: string, steps: number, initial: string | null): DialogField {
  const options = Array.from({ length: steps }, (_, value) => ({
    label: `${value} · stap ${value}`,
    value: `${value}`,
  }));
  return { kind: 'choice', name, label: `Vraag ${name}`, options, initial, missing: 'Kies er een.' };
}

function dialog(more: Partial<Dialog> = {}): Dialog {
  return {
    action: 'check-in.change',
    data: { checkIn: '6d0c' },
    title: 'Jouw antwoorden',
    intro: 'Je kunt ze nog veranderen.',
    fields: [field('VIT01', 7, '3'), field('TOE01', 7, null)],
    submit: 'Bewaren',
    close: 'Annuleren',
    ...more,
  };
}

describe('a dialog as a Slack modal', () => {
  it('has a field for every choice, with the chosen one selected', () => {
    const modal = renderDialog(dialog());
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal).toMatchObject({
      callback_id: 'check-in.change',
      private_metadata: '{"checkIn":"6d0c"}',
      submit: { text: 'Bewaren' },
      close: { text: 'Annuleren' },
      blocks: [
        { type: 'section' },
        { type: 'input', block_id: 'VIT01', element: { type: 'radio_buttons', initial_option: { value: '3' } } },
        { type: 'input', block_id: 'TOE01', element: { type: 'radio_buttons' } },
      ],
    });
    expect(JSON.stringify(modal.blocks[2])).not.toContain('initial_option');
  });

  it('offers more than ten options in a select', () => {
    const modal = renderDialog(dialog({ fields: [field('VIT01', 11, '10')] }));
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal.blocks[1]).toMatchObject({ element: { type: 'static_select', initial_option: { value: '10' } } });
  });

  it('can only be read without a submit button', () => {
    const modal = renderDialog(dialog({ submit: null }));
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal.submit).toBeUndefined();
    expect(modal.blocks[1]).toMatchObject({ fields: [{ text: '*Vraag VIT01*\n3 · stap 3' }] });
  });

  it('shows as text a field that Slack cannot hold', () => {
    const modal = renderDialog(dialog({ fields: [field('VIT01', 101, '5'), field('x'.repeat(256), 7, '1')] }));
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal.blocks.slice(1)).toMatchObject([
      { fields: [{ text: '*Vraag VIT01*\n5 · stap 5' }] },
      { fields: [{ text: expect.stringContaining('1 · stap 1') }] },
    ]);
  });

  it('can only be read when Slack cannot hold its data', () => {
    for (const more of [{ data: { text: 'x'.repeat(3000) } }, { action: 'a'.repeat(256) }]) {
      const modal = renderDialog(dialog(more));
      expect(checkModal(modal)).toMatchObject({ ok: true });
      expect(modal.submit).toBeUndefined();
    }
  });

  it('stays within a hundred blocks and the limits of titles and buttons', () => {
    const fields = Array.from({ length: 120 }, (_, index) => field(`F${index}`, 7, '1'));
    const modal = renderDialog(
      dialog({ fields, title: 't'.repeat(40), submit: 's'.repeat(40), close: 'c'.repeat(40) }),
    );
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal.blocks).toHaveLength(100);
    expect(JSON.stringify(modal.blocks.at(-1))).toContain('Vraag F119: 1 · stap 1');
  });

  it('shows its title when there is nothing else', () => {
    const modal = renderDialog(dialog({ intro: '', fields: [] }));
    expect(checkModal(modal)).toMatchObject({ ok: true });
    expect(modal.blocks).toMatchObject([{ text: { text: 'Jouw antwoorden' } }]);
  });
});
