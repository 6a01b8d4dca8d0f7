import type { InputBlock, KnownBlock, ModalView, RadioButtons, StaticSelect } from '@slack/types';
import type { Dialog, DialogField } from '../../chat/view.ts';
import { createNumbering, drawButtons, drawOptions } from './draw-controls.ts';
import { drawFacts, drawText } from './draw-text.ts';
import { type Drawn, fitBlocks } from './fit-blocks.ts';
import { LIMITS } from './limits.ts';
import { plain } from './plain-text.ts';

/** The action_id of every field; the field's own id is that of its block. */
export const FIELD_ACTION = 'choice';

/**
 * A dialog as a modal. Without a submit button, or when Slack cannot hold its data, the fields can only be read.
 * A field that Slack cannot hold is text.
 */
export function renderDialog(dialog: Dialog): ModalView {
  const private_metadata = JSON.stringify(dialog.data);
  const holds = dialog.action.length <= LIMITS.callbackId && private_metadata.length <= LIMITS.privateMetadata;
  const submit = holds ? dialog.submit : null;
  return {
    type: 'modal',
    title: plain(dialog.title, LIMITS.viewTitle),
    close: plain(dialog.close, LIMITS.viewButton),
    blocks: drawDialog(dialog, submit !== null),
    ...(holds && { callback_id: dialog.action, private_metadata }),
    ...(submit !== null && { submit: plain(submit, LIMITS.viewButton) }),
  };
}

function drawDialog(dialog: Dialog, editable: boolean): KnownBlock[] {
  const intro: Drawn = { blocks: drawText(dialog.intro), text: dialog.intro };
  const fields = dialog.fields.map(
    (field): Drawn => ({
      blocks: (editable ? drawInput(field) : null) ?? drawFacts([readField(field)]),
      text: `${field.label}: ${readField(field).value}`,
    }),
  );
  const blocks = fitBlocks([intro, ...fields, ...drawTaps(dialog)], LIMITS.viewBlocks);
  return blocks.length > 0 ? blocks : drawText(dialog.title || '…');
}

function drawTaps({ buttons = [] }: Dialog): Drawn[] {
  if (buttons.length === 0) return [];
  const blocks = drawButtons({ kind: 'buttons', layout: 'row', buttons }, false, createNumbering());
  return [{ blocks, text: buttons.map(({ label }) => label).join('\n') }];
}

function drawInput(field: DialogField): InputBlock[] | null {
  const options = drawOptions(field.options, LIMITS.selectOptions);
  if (options === null || field.id === '' || field.id.length > LIMITS.blockId) return null;
  const initial = options.find(({ value }) => value === field.selected);
  const common = { action_id: FIELD_ACTION, options, ...(initial && { initial_option: initial }) };
  const element: RadioButtons | StaticSelect =
    options.length <= LIMITS.radioOptions ? { type: 'radio_buttons', ...common } : { type: 'static_select', ...common };
  return [{ type: 'input', block_id: field.id, label: plain(field.label, LIMITS.inputLabel), element }];
}

/** The field as a fact: its selected option, or all options when none is selected. */
function readField(field: DialogField): { label: string; value: string } {
  const selected = field.options.find(({ value }) => value === field.selected);
  return { label: field.label, value: selected?.label ?? field.options.map(({ label }) => label).join('\n') };
}
