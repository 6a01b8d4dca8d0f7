import type { ActionData } from '../../chat/view.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';

/*
 * The part of Adaptive Cards 1.5 that we draw, as Teams takes it (adaptivecards.io/schemas/adaptive-card.json). Names are
 * the schema's.
 */

interface Placed {
  readonly spacing?: 'Default' | 'Small' | 'Medium';
  readonly separator?: true;
}

/** How a text looks. */
interface TextLook {
  readonly size?: 'Small' | 'Large';
  readonly weight?: 'Bolder';
  readonly color?: 'Attention';
  readonly isSubtle?: true;
  readonly style?: 'heading';
}

/** A text in Markdown. */
interface TextBlock extends Placed, TextLook {
  readonly type: 'TextBlock';
  readonly text: string;
  readonly wrap: true;
}

/** Title and value are Markdown. */
interface FactSet extends Placed {
  readonly type: 'FactSet';
  readonly facts: readonly { readonly title: string; readonly value: string }[];
}

interface Image extends Placed {
  readonly type: 'Image';
  readonly url: string;
  readonly altText: string;
  readonly size: 'Stretch';
  readonly msteams: { readonly allowExpand: true };
}

interface ActionSet extends Placed {
  readonly type: 'ActionSet';
  readonly actions: readonly CardAction[];
}

interface InputElement extends Placed {
  readonly id: string;
  readonly label: string;
  readonly isRequired?: true;
  readonly errorMessage?: string;
}

/** An input; `value` is its initial value. */
export type Input = InputElement &
  (
    | {
        readonly type: 'Input.Text';
        readonly isMultiline: boolean;
        readonly maxLength: number;
        readonly placeholder?: string;
        readonly value?: string;
      }
    | { readonly type: 'Input.Date'; readonly value?: string }
    | { readonly type: 'Input.Time'; readonly value?: string }
    | {
        readonly type: 'Input.ChoiceSet';
        readonly style: 'expanded' | 'compact';
        readonly wrap?: true;
        readonly isMultiSelect?: true;
        readonly choices: readonly { readonly title: string; readonly value: string }[];
        readonly value?: string;
      }
    | {
        readonly type: 'Input.Toggle';
        /** Markdown. */
        readonly title: string;
        readonly wrap: true;
        readonly valueOn: 'yes';
        readonly valueOff: 'no';
        readonly value: 'yes' | 'no';
      }
  );

export type CardElement = TextBlock | FactSet | Image | ActionSet | Input;

/** The data that a button of ours brings back when it is tapped. */
type SubmitData =
  | {
      readonly action: string;
      readonly data: ActionData;
      /** Opens a dialog. */
      readonly msteams?: { readonly type: 'task/fetch' };
      /** The message that the dialog was opened from. */
      readonly message?: string;
      /** Set on a button in a dialog that does not submit it. */
      readonly tap?: 'true';
    }
  | { readonly close: 'true' };

interface Tappable {
  readonly title: string;
  readonly style?: 'positive';
}

export type CardAction = Tappable &
  (
    | {
        readonly type: 'Action.Execute';
        readonly verb: string;
        readonly data: ActionData;
        readonly associatedInputs?: 'none';
      }
    | {
        readonly type: 'Action.Submit';
        readonly data: SubmitData;
        readonly isEnabled?: false;
        readonly associatedInputs?: 'none';
      }
    | { readonly type: 'Action.OpenUrl'; readonly url: string }
  );

export interface AdaptiveCard {
  readonly $schema: 'https://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
  readonly msteams?: { readonly width: 'Full' };
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

interface Attachment {
  readonly contentType: typeof CARD_TYPE;
  readonly content: AdaptiveCard;
}

/** Makes a card. @param fallbackText shown by clients that draw no cards */
export function makeCard(
  fallbackText: string,
  parts: Pick<AdaptiveCard, 'body' | 'actions' | 'msteams'>,
): AdaptiveCard {
  return {
    $schema: 'https://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: withoutBidiControls(fallbackText),
    ...parts,
  };
}

/** A card as an attachment of an activity. */
export function toAttachment(content: AdaptiveCard): Attachment {
  return { contentType: CARD_TYPE, content };
}
