import { subscribe } from 'node:diagnostics_channel';

/** Names the process that made a request, so that the simulators' side can tell whom it comes from. */
export const PROCESS_HEADER = 'x-chaos-process';

interface OutgoingRequest {
  addHeader(name: string, value: string): void;
}

/** From now on every request that this process makes says so. The product itself knows nothing of it. */
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
