import type { FieldErrors } from '../../chat/event.ts';
import type { AnyButton, Dialog } from '../../chat/view.ts';
import { type AdaptiveCard, type CardAction, makeCard, toAttachment } from './card.ts';
import { inRows, renderOwnButton, titleOf } from './render-buttons.ts';
import { errorText, renderField } from './render-field.ts';
import { drawText, drawToRead } from './render-text.ts';

/** The data that distinguishes a dialog's other buttons from the one that submits it. */
export const NO_SUBMISSION = { closing: { close: 'true' }, tapping: { tap: 'true' } } as const;

/** The answer to an invoke that opens a dialog. */
interface OpenedTask {
  readonly task: {
    readonly type: 'continue';
    readonly value: {
      readonly title: string;
      readonly height: 'medium';
      readonly width: 'medium';
      readonly card: ReturnType<typeof toAttachment>;
    };
  };
}

/** What a dialog was opened from. */
interface Opening {
  /** The message that it was opened from, carried along so that it can be replaced afterwards. */
  readonly messageId: string | null;
  /** The activity that it answers, carried along to recognise a dialog that is sent twice. */
  readonly activityId: string;
}

/** The answer to an invoke that opens this dialog, or shows it in place of the open one. */
export function renderTask(dialog: Dialog, opening: Opening, errors: FieldErrors = {}): OpenedTask {
  const card = toAttachment(renderDialog(dialog, opening, errors));
  return { task: { type: 'continue', value: { title: dialog.title, height: 'medium', width: 'medium', card } } };
}

/**
 * Draws a dialog as an Adaptive Card 1.5.
 * @param errors errors by the names of fields; those of unknown fields are shown above the fields
 */
export function renderDialog(dialog: Dialog, opening: Opening, errors: FieldErrors = {}): AdaptiveCard {
  const intro = dialog.intro === '' ? [] : [drawText(dialog.intro)];
  const homeless = Object.entries(errors).flatMap(([name, sentence]) =>
    dialog.fields.some((field) => field.name === name) ? [] : [sentence],
  );
  const close: CardAction = {
    type: 'Action.Submit',
    title: dialog.close,
    data: NO_SUBMISSION.closing,
    associatedInputs: 'none',
  };
  const from: From = opening.messageId === null ? {} : { message: opening.messageId };
  const data = { action: dialog.action, data: dialog.data, ...from, opened: opening.activityId };
  const rows = inRows(dialog.buttons ?? []).map((row) => row.map((button) => dialogButton(button, from)));
  // Beside its two own buttons a dialog has room for one short row; buttons that are cut off cannot be found.
  const isOneRow = rows.length <= 1;
  const submit: CardAction[] =
    dialog.submit === null ? [] : [{ type: 'Action.Submit', title: dialog.submit, style: 'positive', data }];
  return makeCard(dialog.intro === '' ? dialog.title : dialog.intro, {
    body: [
      ...intro,
      ...homeless.map(errorText),
      ...(dialog.picture ? drawToRead({ kind: 'picture', ...dialog.picture }, '') : []),
      ...dialog.fields.flatMap((field) => renderField(field, errors[field.name])),
      ...(isOneRow ? [] : rows.map((actions) => ({ type: 'ActionSet' as const, actions }))),
    ],
    actions: [...submit, ...(isOneRow ? rows.flat() : []), close],
  });
}

/** The message that a dialog was opened from, in the data of its buttons. */
interface From {
  readonly message?: string;
}

function dialogButton(button: AnyButton, from: From): CardAction {
  if (button.opens === 'address' || button.opens === 'nothing') return renderOwnButton(button);
  const { action, data } = button;
  return {
    type: 'Action.Submit',
    title: titleOf(button),
    data: { ...NO_SUBMISSION.tapping, action, data, ...from },
    associatedInputs: 'none',
  };
}
