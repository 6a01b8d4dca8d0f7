import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { parsePublishedWeek } from '../../measurement/disclosure.ts';
import { drawWeeks } from './week-chart.ts';

/* The thread that draws weeks: a web process loads and runs none of it beside its taps. */

const orderSchema = z.object({ id: z.number(), weeks: z.array(z.string()), language: z.string() });

parentPort?.on('message', (message) => {
  const { id, weeks, language } = orderSchema.parse(message);
  drawWeeks(weeks.map(parsePublishedWeek), language).then(
    (png) => parentPort?.postMessage({ id, png }),
    () => parentPort?.postMessage({ id, png: null }),
  );
});
