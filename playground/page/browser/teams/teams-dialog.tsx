import type { TeamsScreen } from '../../page-state.ts';
import { Overlay } from '../overlay.tsx';
import type { PageActions } from '../use-page-actions.ts';
import { Card } from './card.tsx';

/** A dialog of the app in Teams: a card in a frame. */
export function TeamsDialog(props: {
  dialog: NonNullable<TeamsScreen['dialog']>;
  who: { readonly tenant: string; readonly user: string };
  actions: PageActions;
}) {
  const { dialog, who, actions } = props;
  return (
    <Overlay
      title={dialog.title}
      className="teams-dialog"
      version={JSON.stringify(dialog.card)}
      onClose={() => actions.act({ kind: 'teams-close-dialog', ...who })}
    >
      <div className="overlay-body">
        <Card
          card={dialog.card}
          onTap={({ data, inputs }) => actions.act({ kind: 'teams-submit-dialog', ...who, data, inputs })}
        />
      </div>
    </Overlay>
  );
}
