import { z } from 'zod';

const point = z.object({
  mean: z.number(),
  /** From where to where it can lie, when it is told as a range: drawn as a bar from end to end. */
  range: z.tuple([z.number(), z.number()]).nullable(),
});

/** Figures from 0 to 6 over weeks, as plain data with every text in it: what draws it knows neither language nor feature. */
export const chartSchema = z.object({
  /** What stands before the numbers of the weeks. */
  weekName: z.string(),
  /** Of each week, in order. */
  weeks: z.array(z.string()),
  /** Beside the steps from 0 to 6. */
  steps: z.array(z.string()).length(7),
  lines: z.array(
    z.object({
      name: z.string(),
      /** What stands at its end after its name. */
      figure: z.string(),
      /** For every week. */
      points: z.array(point.nullable()),
    }),
  ),
  /** Whether a line goes on over weeks without a figure. */
  connected: z.boolean(),
  /** For every week: where the first line can lie, as a pale area. */
  band: z.array(z.tuple([z.number(), z.number()]).nullable()),
  /** Whether nobody was asked, for every week, and the word for it. */
  resting: z.object({ weeks: z.array(z.boolean()), name: z.string() }),
  /** Since which week (its place) the first line is told to be another one. */
  turns: z.array(z.object({ week: z.int(), name: z.string() })),
});
export type Chart = z.infer<typeof chartSchema>;
