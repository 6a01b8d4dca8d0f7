import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { chartSchema } from './chart.ts';
import { drawChart } from './draw-chart.ts';

/* The thread that draws: a web process loads and runs none of it beside its taps. */

const orderSchema = z.object({ id: z.number(), chart: chartSchema });

parentPort?.on('message', (message) => {
  const { id, chart } = orderSchema.parse(message);
  drawChart(chart).then(
    (png) => parentPort?.postMessage({ id, png }),
    () => parentPort?.postMessage({ id, png: null }),
  );
});
