import type { ModalView } from '@slack/types';
import type { FieldErrors, Reply } from '../../chat/event.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { inAllLanguages } from '../../text/translated.ts';
import type { Frame, Surface } from './payload.ts';
import { renderModal } from './render.ts';
import { renderDialog, withErrorsAbove } from './render-dialog.ts';

/** The body of the acknowledgement of a submitted modal, which without one closes as if all was well: what it says now. */
export type Acknowledgement =
  | { readonly response_action: 'update'; readonly view: ModalView }
  /** The modal stays as it is filled in, with these under the inputs of these blocks. */
  | { readonly response_action: 'errors'; readonly errors: FieldErrors };

const NOTHING_DONE = inAllLanguages(commonTexts, ({ nothingDone }) => nothingDone);

/** What Slack is told at once: something for a submitted modal, nothing for everything else. */
export function acknowledgementOf(reply: Reply, surface: Surface): Acknowledgement | undefined {
  return surface.kind === 'submission' ? becomeOfModal(reply, surface.frame) : undefined;
}

function becomeOfModal(reply: Reply, frame: Frame): Acknowledgement {
  switch (reply.kind) {
    case 'none':
    case 'home':
      return noteIn(frame, NOTHING_DONE);
    case 'close':
      return noteIn(frame, reply.note || NOTHING_DONE);
    case 'replace':
    case 'say':
      return { response_action: 'update', view: renderModal(reply.view, frame) };
    case 'dialog':
      return { response_action: 'update', view: renderDialog(reply.dialog, frame.channel) };
    case 'errors':
      return becomeOfErrors(reply, frame);
  }
}

/**
 * Slack takes errors for blocks that are inputs only; others stand above the fields. It keeps what was filled in also in a
 * modal that is updated, by the names of blocks and elements.
 */
function becomeOfErrors({ dialog, fields }: Extract<Reply, { kind: 'errors' }>, { channel }: Frame): Acknowledgement {
  const view = renderDialog(dialog, channel);
  const inputs = new Set(view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : [])));
  const names = Object.keys(fields);
  if (names.length > 0 && names.every((name) => inputs.has(name))) return { response_action: 'errors', errors: fields };
  return { response_action: 'update', view: renderDialog(withErrorsAbove(dialog, fields), channel) };
}

/** Says something in the modal in place of what stood there. */
export function noteIn(frame: Frame, text: string): Acknowledgement {
  return {
    response_action: 'update',
    view: renderModal({ summary: text, blocks: [{ kind: 'text', text }] }, frame),
  };
}
