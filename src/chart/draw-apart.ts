import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Chart } from './chart.ts';
import type { Rows } from './rows.ts';

type Draw = (chart: Chart | Rows) => Promise<Buffer>;

/**
 * The thread ends after this many milliseconds without work: the drawing code uses more memory than all pictures
 * together.
 */
const IDLE_MS = 30_000;

const doneSchema = z.object({ id: z.number(), png: z.instanceof(Uint8Array).nullable() });

interface WaitingDrawing {
  resolve(png: Buffer): void;
  reject(error: Error): void;
}

/**
 * Makes the function that draws charts in a separate thread, so that no tap waits for it. When running from source it
 * draws in this thread, because a worker thread cannot load TypeScript.
 */
export function drawApart(): Draw {
  const program = new URL('./draw-thread.js', import.meta.url);
  if (import.meta.url.endsWith('.js')) return drawInThread(program);
  return async (chart) => (await import('./draw-chart.ts')).drawChart(chart);
}

/**
 * Draws in one thread, which starts with the first drawing and ends when there is nothing left to draw.
 * @param program the built draw-thread.ts
 */
export function drawInThread(program: URL): Draw {
  let current: Draw | null = null;
  return (chart) => {
    current ??= openThread(program, (ended) => {
      if (current === ended) current = null;
    });
    return current(chart);
  };
}

function openThread(program: URL, onEnd: (ended: Draw) => void): Draw {
  const thread = new Worker(program);
  const waiting = new Map<number, WaitingDrawing>();
  let idle: NodeJS.Timeout | undefined;
  let orders = 0;

  const draw: Draw = (chart) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle);
      orders += 1;
      waiting.set(orders, { resolve, reject });
      thread.postMessage({ id: orders, chart });
    });
  const over = () => {
    onEnd(draw);
    for (const { reject } of waiting.values()) reject(new Error('the thread that draws ended'));
    waiting.clear();
  };
  const rest = () => {
    onEnd(draw);
    void thread.terminate();
  };
  thread.once('error', over).once('exit', over);
  thread.on('message', (message) => {
    const { id, png } = doneSchema.parse(message);
    const order = waiting.get(id);
    waiting.delete(id);
    if (png) order?.resolve(Buffer.from(png));
    else order?.reject(new Error('a chart could not be drawn'));
    if (waiting.size === 0) idle = setTimeout(rest, IDLE_MS).unref();
  });
  // Called after adding the listeners, which undo it. A process that ends does not wait for drawings.
  thread.unref();
  return draw;
}
