import { z } from 'zod';

const mark = z.object({
  /** The range in which it lies; both ends are equal for a point. */
  range: z.tuple([z.number(), z.number()]),
  /** The figure beside it. */
  figure: z.string(),
});

/** Figures from 1 to 5 of several things, one row each, as plain data with all texts. */
export const rowsSchema = z.object({
  /** What filled and open marks mean; null when there are no open ones. */
  names: z.object({ filled: z.string(), open: z.string().nullable() }),
  /** The rows in order. `filled` is null for a withheld figure, and `instead` says so. */
  rows: z.array(z.object({ label: z.string(), filled: mark.nullable(), open: mark.nullable(), instead: z.string() })),
});
export type Rows = z.infer<typeof rowsSchema>;
