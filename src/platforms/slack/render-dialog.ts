import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { FieldErrors } from '../../chat/event.ts';
import { platformId } from '../../chat/incoming-text.ts';
import type { ActionData, Dialog, DialogField, View } from '../../chat/view.ts';
import { actionData, parseCarried } from './carried.ts';
import { plain } from './escape.ts';
import { LIMITS } from './limits.ts';
import { fitBlocks, renderBlocks } from './render.ts';
import { createNumbering, drawControls } from './render-buttons.ts';
import { describeField, drawField } from './render-field.ts';
import { drawText, drawToRead } from './render-text.ts';

type Drawn = Parameters<typeof fitBlocks>[0][number];

/** What an open modal keeps whatever it shows: its title and the label of its close button. */
interface Frame {
  readonly title: string;
  readonly close: string | null;
  /** The channel that it was opened from; null where nobody else reads along. */
  readonly channel: string | null;
}

/**
 * Draws a view as a modal without fields.
 * @param frame its title, the label of its close button (null for Slack's own), and the channel that it was opened from
 */
export function renderModal(view: View, frame: Frame): ModalView {
  const memory = frame.channel === null ? null : writeModalMemory({ data: {}, channel: frame.channel });
  return {
    type: 'modal',
    title: plain(frame.title, LIMITS.viewTitle),
    ...(frame.close !== null && { close: plain(frame.close, LIMITS.viewButton) }),
    blocks: renderBlocks(view, LIMITS.viewBlocks),
    ...(memory !== null && { private_metadata: memory }),
  };
}

/**
 * Draws a dialog as a modal. Without a submit button, or when its data do not fit Slack's limits, its fields are
 * read-only. A field that does not fit is text.
 * @param channel the channel that it is opened from, which comes back with it; null where nobody else reads along
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

/** Puts the errors of fields above the intro, for where nothing can be shown under a field. */
export function withErrorsAbove(dialog: Dialog, fields: FieldErrors): Dialog {
  return { ...dialog, intro: [...Object.values(fields), dialog.intro].join('\n').trim() };
}

function drawDialog(dialog: Dialog, editable: boolean): KnownBlock[] {
  const intro: Drawn = { blocks: drawText(dialog.intro), inWords: dialog.intro };
  const fields = dialog.fields.map((field) => drawAsked(field, editable));
  const blocks = fitBlocks([intro, ...drawPicture(dialog), ...fields, ...drawTaps(dialog)], LIMITS.viewBlocks);
  return blocks.length > 0 ? blocks : drawText(dialog.title || '…');
}

function drawAsked(field: DialogField, editable: boolean): Drawn {
  const fact = describeField(field);
  const input = editable ? drawField(field) : null;
  return {
    blocks: input === null ? drawToRead({ kind: 'facts', facts: [fact] }) : [input],
    inWords: `${fact.label}: ${fact.value}`,
  };
}

function drawPicture({ picture }: Dialog): Drawn[] {
  if (!picture) return [];
  const block = { kind: 'picture', ...picture } as const;
  return [{ blocks: drawToRead(block), inWords: block }];
}

function drawTaps({ buttons = [] }: Dialog): Drawn[] {
  if (buttons.length === 0) return [];
  const block = { kind: 'buttons', layout: 'row', buttons } as const;
  return [{ blocks: drawControls(block, true, createNumbering()), inWords: block }];
}

const modalMemory = z.union([
  z.tuple([platformId, actionData]).transform(([channel, data]): ModalMemory => ({ channel, data })),
  actionData.transform((data): ModalMemory => ({ channel: null, data })),
]);

/** What a modal remembers: its data, and the channel that it was opened from. */
interface ModalMemory {
  readonly data: ActionData;
  readonly channel: string | null;
}

/** A modal's private_metadata, or null when it is too long for Slack. */
function writeModalMemory({ data, channel }: ModalMemory): string | null {
  const text = JSON.stringify(channel === null ? data : [channel, data]);
  return text.length <= LIMITS.privateMetadata ? text : null;
}

/** Reads a modal's private_metadata; null when it is not ours. */
export function readModalMemory(text: string): ModalMemory | null {
  return parseCarried(text, modalMemory);
}
