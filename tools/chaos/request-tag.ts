import { subscribe } from 'node:diagnostics_channel';

/** The header with the name of the process that made a request, by which the simulators' side recognises it. */
export const PROCESS_HEADER = 'x-chaos-process';

interface OutgoingRequest {
  addHeader(name: string, value: string): void;
}

/** Adds the header to every request of this process from now on. The product itself does not know about it. */
export function tagRequests(name: string): void {
  subscribe('undici:request:create', (message) => {
    if (isCreation(message)) message.request.addHeader(PROCESS_HEADER, name);
  });
}

function isCreation(message: unknown): message is { request: OutgoingRequest } {
  if (typeof message !== 'object' || message === null || !('request' in message)) return false;
  const { request } = message;
  return typeof request === 'object' && request !== null && 'addHeader' in request;
}
