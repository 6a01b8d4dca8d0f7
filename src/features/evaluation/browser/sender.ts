import { alone } from './alone.ts';
import type { Shelf } from './kept.ts';
import { type Setback, sendWaiting } from './send.ts';
import type { Server } from './server.ts';

/** Milliseconds after which what could not be sent is tried again. */
const AGAIN_MS = 60_000;

/** Sends what waits when its time has come, whoever has the page open: nothing of it is shown. */
interface Sender {
  sendInTime(name: string): void;
  /** Looks at all of them: a telephone stops the clocks of what it does not show. */
  sendAll(): void;
}

/** @param hear what became of one */
export function createSender(
  shelf: Shelf,
  server: Server,
  hear: (name: string, outcome: 'received' | Setback) => void,
): Sender {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function sendInTime(name: string, notBefore = 0): void {
    const waiting = shelf.read(name);
    clearTimeout(timers.get(name));
    if (waiting?.stage !== 'waiting') return;
    const due = Math.max(0, waiting.sendAt - Date.now(), notBefore);
    const timer = setTimeout(() => void send(name), due);
    timers.set(name, timer);
  }

  async function send(name: string): Promise<void> {
    const waiting = shelf.read(name);
    if (waiting?.stage !== 'waiting' || waiting.sendAt > Date.now()) return;
    const outcome = await alone(name, () => sendWaiting(shelf, server, name));
    if (outcome === 'missed') shelf.remove(name);
    if (outcome === 'offline' || outcome === 'trouble') sendInTime(name, AGAIN_MS);
    hear(name, outcome);
  }

  return {
    sendInTime: (name) => sendInTime(name),
    sendAll: () => {
      for (const name of shelf.names()) sendInTime(name);
    },
  };
}
