import type { KnownBlock, ModalView } from '@slack/types';
import type { FieldErrors } from '../../chat/event.ts';
import type { Dialog, DialogField } from '../../chat/view.ts';
import { describeButton } from '../../chat/view-text.ts';
import { writeModalMemory } from './control.ts';
import { createNumbering, drawButtons } from './draw-controls.ts';
import { describeField, drawField } from './draw-field.ts';
import { drawFacts, drawText } from './draw-text.ts';
import { type Drawn, fitBlocks } from './fit-blocks.ts';
import { LIMITS } from './limits.ts';
import { plain } from './plain-text.ts';

/**
 * A dialog as a modal. Without a submit button, or when Slack cannot hold its data, the fields can only be read.
 * A field that Slack cannot hold is text.
 * @param channel the one that it is opened from, which comes back with it; null where nobody reads along
 */
export function renderDialog(dialog: Dialog, channel: string | null = null): ModalView {
  const private_metadata = writeModalMemory({ data: dialog.data, channel });
  const holds = private_metadata !== null && dialog.action.length <= LIMITS.callbackId;
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

/** The dialog with what is not right about its fields before its intro: where nothing can stand under a field. */
export function withErrorsAbove(dialog: Dialog, fields: FieldErrors): Dialog {
  return { ...dialog, intro: [...Object.values(fields), dialog.intro].join('\n').trim() };
}

function drawDialog(dialog: Dialog, editable: boolean): KnownBlock[] {
  const intro: Drawn = { blocks: drawText(dialog.intro), text: dialog.intro };
  const fields = dialog.fields.map((field) => drawAsked(field, editable));
  const blocks = fitBlocks([intro, ...fields, ...drawTaps(dialog)], LIMITS.viewBlocks);
  return blocks.length > 0 ? blocks : drawText(dialog.title || '…');
}

function drawAsked(field: DialogField, editable: boolean): Drawn {
  const fact = describeField(field);
  const input = editable ? drawField(field) : null;
  return { blocks: input === null ? drawFacts([fact]) : [input], text: `${fact.label}: ${fact.value}` };
}

function drawTaps({ buttons = [] }: Dialog): Drawn[] {
  if (buttons.length === 0) return [];
  const blocks = drawButtons({ kind: 'buttons', layout: 'row', buttons }, false, createNumbering());
  return [{ blocks, text: buttons.map(describeButton).join('\n') }];
}
