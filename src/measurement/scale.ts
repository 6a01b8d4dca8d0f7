/** The three scales of the UBES (Utrechtse Bevlogenheidsschaal), in the order in which they are reported. */
export const SCALES = ['vigour', 'dedication', 'absorption'] as const;
export type Scale = (typeof SCALES)[number];
