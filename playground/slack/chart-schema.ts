import { z } from 'zod';

/*
 * The chart in a data_visualization block (docs.slack.dev/reference/block-kit/blocks/data-visualization-block): every
 * series has one point for each category, under the category's name.
 */

const series = z.strictObject({
  name: z.string().min(1).max(20),
  data: z
    .array(z.strictObject({ label: z.string().min(1).max(20), value: z.number() }))
    .min(1)
    .max(20),
});

const axes = z.strictObject({
  categories: z.array(z.string().min(1).max(20)).min(1).max(20),
  x_label: z.string().min(1).max(50).optional(),
  y_label: z.string().min(1).max(50).optional(),
});

function seriesChart<Type extends 'line' | 'bar' | 'area'>(type: Type) {
  return z
    .strictObject({ type: z.literal(type), series: z.array(series).min(1).max(6), axis_config: axes })
    .refine((chart) => new Set(chart.series.map((one) => one.name)).size === chart.series.length, {
      message: 'series names must be unique',
      path: ['series'],
    })
    .refine(
      (chart) =>
        chart.series.every(
          (one) => one.data.map((p) => p.label).join('\n') === chart.axis_config.categories.join('\n'),
        ),
      { message: 'data points must match axis_config.categories', path: ['series'] },
    );
}

export const chartSchema = z.discriminatedUnion('type', [seriesChart('line'), seriesChart('bar'), seriesChart('area')]);
