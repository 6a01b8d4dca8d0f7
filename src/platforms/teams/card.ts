/** One element or action of an Adaptive Card. */
export interface CardPart {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** An Adaptive Card as Teams takes it. */
export interface AdaptiveCard {
  readonly $schema: string;
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly fallbackText: string;
  readonly body: readonly CardPart[];
  readonly actions?: readonly CardPart[];
  readonly msteams?: { readonly width: 'Full' };
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/** Teams refuses a message above 80 KB; what is left is for the activity around the card. */
export const MOST_CARD_BYTES = 76_000;

export function makeCard(
  fallbackText: string,
  parts: Pick<AdaptiveCard, 'body' | 'actions' | 'msteams'>,
): AdaptiveCard {
  return {
    $schema: 'https://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText,
    ...parts,
  };
}

export function toAttachment(card: AdaptiveCard): { readonly contentType: string; readonly content: AdaptiveCard } {
  return { contentType: CARD_TYPE, content: card };
}

/** Size on the wire, in bytes. */
export function cardBytes(card: AdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(card));
}
