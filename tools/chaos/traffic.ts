import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { PROCESS_HEADER } from './request-tag.ts';

/** The requests under way between the processes and the simulated platforms, as the platforms see them. */
export interface Traffic {
  /**
   * The number of requests of this process that have arrived and are unanswered, plus taps sent to it that it has not
   * answered.
   */
  inFlight(process: string): number;
  /** Waits for the next request or tap of one of these processes. @returns its name, or null when none comes in time */
  next(processes: ReadonlySet<string>, withinMs: number): Promise<string | null>;
  close(): void;
}

const arrived = z.object({ request: z.instanceof(IncomingMessage), response: z.instanceof(ServerResponse) });
const outgoing = z.object({ request: z.looseObject({ origin: z.string() }) });

/** @param processAt returns the name of the process that listens at an origin, or null */
export function watchTraffic(processAt: (origin: string) => string | null): Traffic {
  const underway = new Map<object, string>();
  const listeners = new Set<(process: string) => void>();

  function begin(key: object, process: string): void {
    underway.set(key, process);
    for (const listener of listeners) listener(process);
  }

  const onRequest = (message: unknown) => {
    const { request, response } = arrived.parse(message);
    const process = request.headers[PROCESS_HEADER];
    if (typeof process !== 'string') return;
    begin(response, process);
    response.once('close', () => underway.delete(response));
  };
  const onTap = (message: unknown) => {
    const tap = outgoing.safeParse(message);
    const process = tap.success ? processAt(tap.data.request.origin) : null;
    if (process !== null) begin(requestOf(message), process);
  };
  const onTapEnd = (message: unknown) => {
    underway.delete(requestOf(message));
  };
  const channels = [
    ['http.server.request.start', onRequest],
    ['undici:client:sendHeaders', onTap],
    ['undici:request:headers', onTapEnd],
    ['undici:request:error', onTapEnd],
  ] as const;
  for (const [name, listener] of channels) subscribe(name, listener);

  return {
    inFlight: (process) => [...underway.values()].filter((one) => one === process).length,
    next: (processes, withinMs) =>
      new Promise((resolve) => {
        const end = (process: string | null) => {
          clearTimeout(timer);
          listeners.delete(listener);
          resolve(process);
        };
        const listener = (process: string) => {
          if (processes.has(process)) end(process);
        };
        const timer = setTimeout(end, withinMs, null);
        listeners.add(listener);
      }),
    close: () => {
      for (const [name, listener] of channels) unsubscribe(name, listener);
    },
  };
}

/** undici passes the same object in all events of a request. */
function requestOf(message: unknown): object {
  return z.object({ request: z.custom<object>((value) => typeof value === 'object' && value !== null) }).parse(message)
    .request;
}
