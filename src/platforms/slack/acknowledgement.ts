import type { ModalView } from '@slack/types';
import type { Reply } from '../../chat/event.ts';
import type { Frame, Surface } from './payload.ts';
import { renderModal } from './render.ts';
import { renderDialog } from './render-dialog.ts';

/** The body of the acknowledgement of a submitted modal: what becomes of the modal. */
export type Acknowledgement =
  | { readonly response_action: 'clear' }
  | { readonly response_action: 'update'; readonly view: ModalView };

/** What Slack is told at once: something for a submitted modal, nothing for everything else. */
export function acknowledgementOf(reply: Reply, surface: Surface): Acknowledgement | undefined {
  return surface.kind === 'submission' ? becomeOfModal(reply, surface.frame) : undefined;
}

function becomeOfModal(reply: Reply, frame: Frame): Acknowledgement {
  switch (reply.kind) {
    case 'none':
    case 'home':
      return { response_action: 'clear' };
    case 'close':
      return reply.note === ''
        ? { response_action: 'clear' }
        : { response_action: 'update', view: note(reply.note, frame) };
    case 'replace':
    case 'say':
      return { response_action: 'update', view: renderModal(reply.view, frame) };
    case 'dialog':
      return { response_action: 'update', view: renderDialog(reply.dialog) };
  }
}

function note(text: string, frame: Frame): ModalView {
  return renderModal({ summary: text, blocks: [{ kind: 'text', text }] }, frame);
}
