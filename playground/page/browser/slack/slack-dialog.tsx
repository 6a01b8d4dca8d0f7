import type { SlackModal as Modal } from '../../page-state.ts';
import type { Acting } from '../use-acting.ts';
import { SlackModal } from './slack-modal.tsx';

/** The modal that somebody has open, and what they do in it. */
export function SlackDialog(props: {
  modal: Modal;
  who: { readonly team: string; readonly user: string };
  acting: Acting;
}) {
  const { modal, who, acting } = props;
  return (
    <SlackModal
      key={modal.id}
      modal={modal}
      onTap={(tap) => acting.act({ kind: 'slack-tap-modal', ...who, ...tap })}
      onSubmit={(values) => acting.act({ kind: 'slack-submit-modal', ...who, values })}
      onClose={() => acting.act({ kind: 'slack-close-modal', ...who })}
    />
  );
}
