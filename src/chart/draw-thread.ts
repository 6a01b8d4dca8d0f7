import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { chartSchema } from './chart.ts';
import { drawChart } from './draw-chart.ts';
import { rowsSchema } from './rows.ts';

/** The thread that draws. Its libraries are loaded here only, and not in a web process beside its taps. */

const orderSchema = z.object({ id: z.number(), chart: z.union([chartSchema, rowsSchema]) });

parentPort?.on('message', (message) => {
  const { id, chart } = orderSchema.parse(message);
  drawChart(chart).then(
    (png) => parentPort?.postMessage({ id, png }),
    () => parentPort?.postMessage({ id, png: null }),
  );
});
