import type { SlackModal as Modal } from '../../page-state.ts';
import type { PageActions } from '../use-page-actions.ts';
import { SlackModal } from './slack-modal.tsx';

/** A person's open modal, with its actions. */
export function SlackDialog(props: {
  modal: Modal;
  who: { readonly team: string; readonly user: string };
  actions: PageActions;
}) {
  const { modal, who, actions } = props;
  return (
    <SlackModal
      key={modal.id}
      modal={modal}
      onTap={(tap) => actions.act({ kind: 'slack-tap-modal', ...who, ...tap })}
      onSubmit={(values) => actions.act({ kind: 'slack-submit-modal', ...who, values })}
      onClose={() => actions.act({ kind: 'slack-close-modal', ...who })}
    />
  );
}
