declare const disclosed: unique symbol;

/**
 * What src/measurement/disclosure/ alone can give: this went through it. Only what has it is accepted by what draws, prints or
 * posts figures of a group.
 */
export interface Disclosed {
  readonly [disclosed]: true;
}
