import type { ModalView } from '@slack/types';
import type { Reply } from '../../chat/event.ts';
import { inAllLanguages } from '../../text/texts.ts';
import type { Frame, Surface } from './payload.ts';
import { renderModal } from './render.ts';
import { renderDialog } from './render-dialog.ts';

/** The body of the acknowledgement of a submitted modal, which without one closes as if all was well: what it says now. */
export interface Acknowledgement {
  readonly response_action: 'update';
  readonly view: ModalView;
}

const NOTHING_DONE = inAllLanguages(({ people }) => people.nothingDone);

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
      return { response_action: 'update', view: renderDialog(reply.dialog) };
  }
}

/** Says something in the modal in place of what stood there. */
export function noteIn(frame: Frame, text: string): Acknowledgement {
  return {
    response_action: 'update',
    view: renderModal({ summary: text, blocks: [{ kind: 'text', text }] }, frame),
  };
}
