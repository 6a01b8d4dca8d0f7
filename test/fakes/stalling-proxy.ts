import { once } from 'node:events';
import net from 'node:net';

/**
 * A proxy to a server on this machine that can stall: connections stay open and carry nothing, as after a network has
 * lost track of them.
 */
export interface StallingProxy {
  readonly port: number;
  /** Open connections stay open and carry nothing any more; new connections work. */
  goSilent(): void;
  /** Sets whether new connections work; otherwise they are accepted and carry nothing. */
  answer(connects: boolean): void;
  /** Sets the port that new connections lead to, as after a failover behind one address. */
  leadTo(port: number): void;
  close(): void;
}

/** @param to the port of the server */
export async function openStallingProxy(to: number): Promise<StallingProxy> {
  const ends = new Set<net.Socket>();
  let generation = 0;
  let answers = true;
  let target = to;
  const server = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1');
    const mine = answers ? generation : -1;
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('data', (data) => {
        if (mine === generation) other.write(data);
      });
      end.on('error', () => end.destroy());
      end.on('close', () => {
        ends.delete(end);
        if (mine === generation || end === near) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on a port');
  return {
    port: address.port,
    goSilent: () => {
      generation += 1;
    },
    answer: (connects) => {
      answers = connects;
    },
    leadTo: (port) => {
      target = port;
    },
    close: () => {
      server.close();
      for (const end of ends) end.destroy();
    },
  };
}
