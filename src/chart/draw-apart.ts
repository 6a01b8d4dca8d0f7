import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Chart } from './chart.ts';
import type { Rows } from './rows.ts';

type Draw = (chart: Chart | Rows) => Promise<Buffer>;

/** Milliseconds without work after which the thread ends: what draws takes more memory than all that is drawn. */
const IDLE_MS = 30_000;

const doneSchema = z.object({ id: z.number(), png: z.instanceof(Uint8Array).nullable() });

interface WaitingDrawing {
  resolve(png: Buffer): void;
  reject(error: Error): void;
}

/**
 * Draws where nobody's tap waits for it. Run from the sources that is here after all: a thread would have to be
 * taught to read them.
 */
export function drawApart(): Draw {
  const program = new URL('./draw-thread.js', import.meta.url);
  if (import.meta.url.endsWith('.js')) return drawInThread(program);
  return async (chart) => (await import('./draw-chart.ts')).drawChart(chart);
}

/**
 * One thread for all that is drawn at the time; it loads with the first drawing and ends when there is nothing to draw.
 * @param program draw-thread.ts as it was built
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
  // After the listeners, which undo it: a process that is to end waits for no drawing.
  thread.unref();
  return draw;
}
