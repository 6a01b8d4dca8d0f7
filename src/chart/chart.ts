import { z } from 'zod';

const point = z.object({
  mean: z.number(),
  /** The range in which it lies, when it is published as a range: drawn as a bar from end to end. */
  range: z.tuple([z.number(), z.number()]).nullable(),
});

/**
 * A chart of figures from 0 to 6 over weeks, as plain data with all texts, so that the drawing code depends on no
 * language or feature.
 */
export const chartSchema = z.object({
  /** The label before the week numbers. */
  weekName: z.string(),
  /** The label of each week, in order. */
  weeks: z.array(z.string()),
  /** The labels of the steps from 0 to 6. */
  steps: z.array(z.string()).length(7),
  lines: z.array(
    z.object({
      name: z.string(),
      /** The figure after its name at the end of the line. */
      figure: z.string(),
      /** One for each week. */
      points: z.array(point.nullable()),
    }),
  ),
  /** Whether lines connect over weeks without a figure. */
  connected: z.boolean(),
  /** For each week, the range of the first line, drawn as a pale area. */
  band: z.array(z.tuple([z.number(), z.number()]).nullable()),
  /** For each week whether nobody was asked, and the word for that. */
  resting: z.object({ weeks: z.array(z.boolean()), name: z.string() }),
  /** The weeks (by index) from which on the first line is said to have changed. */
  turns: z.array(z.object({ week: z.int(), name: z.string() })),
});
export type Chart = z.infer<typeof chartSchema>;
