declare const disclosed: unique symbol;

/**
 * The mark of figures that went through src/measurement/disclosure/; nothing else can make it. Code that draws, prints
 * or posts figures of a group accepts only marked ones.
 */
export interface Disclosed {
  readonly [disclosed]: true;
}
