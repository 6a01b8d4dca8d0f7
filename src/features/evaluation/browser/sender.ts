import { alone } from './alone.ts';
import type { Shelf } from './kept.ts';
import { type Setback, sendWaiting } from './send.ts';
import type { Server } from './server.ts';

/** How long to wait after a failed attempt, in milliseconds. */
const AGAIN_MS = 60_000;

/** Sends waiting evaluations when their time has come, whoever has the page open, without showing anything. */
interface Sender {
  sendInTime(name: string): void;
  /** Checks all of them, because telephones stop timers of pages that are not visible. */
  sendAll(): void;
}

/** @param hear called with the outcome of each */
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
