import { z } from 'zod';

const mark = z.object({
  /** From where to where it can lie; both the same where it is a point. */
  range: z.tuple([z.number(), z.number()]),
  /** Beside it. */
  figure: z.string(),
});

/** Figures from 1 to 5 of several things, a row each, as plain data with every text in it. */
export const rowsSchema = z.object({
  /** What a filled mark is, and an open one; null where there are none. */
  names: z.object({ filled: z.string(), open: z.string().nullable() }),
  /** In the order in which they are drawn; `filled` is null for what is not told, and `instead` says so. */
  rows: z.array(z.object({ label: z.string(), filled: mark.nullable(), open: mark.nullable(), instead: z.string() })),
});
export type Rows = z.infer<typeof rowsSchema>;
