import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { type Adapter, createAdapter, type Receiver } from '../../src/platforms/adapter.ts';
import { startWebServer, type WebServer } from '../../src/web/server.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { waitUntil } from '../wait-until.ts';

const ANNA = { kind: 'person', workspace: 'T1', user: 'U1', conversation: null } as const;
const MESSAGE = { key: 'a', to: ANNA, view: { summary: 'Hoi', blocks: [] } };

let happened: string[] = [];
let server: WebServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

function receiver(endpoint: Receiver['endpoint']): Receiver {
  const tell = (what: string) => async () => void happened.push(what);
  return { endpoint, start: tell('started'), stop: tell('stopped') };
}

/** @param failures how often loading the parts fails */
function adapterOf(path: string | null, failures = 0): Adapter {
  happened = [];
  let [senderFails, receiverFails] = [failures, failures];
  return createAdapter({
    name: 'teams',
    path,
    loadSender: async () => {
      senderFails -= 1;
      if (senderFails >= 0) throw new Error('too many open files');
      return fakeChatPlatform('teams');
    },
    loadReceiver: async () => {
      receiverFails -= 1;
      if (receiverFails >= 0) throw new Error('too many open files');
      happened.push('loaded');
      return receiver({
        path: '/api/messages',
        serve: async (_request, response) => {
          response.statusCode = 204;
          response.end();
        },
      });
    },
    removes: true,
  });
}

async function serve({ endpoint }: Adapter): Promise<string> {
  const place = { host: '127.0.0.1', port: 0, log: createLog('silent') };
  server = await startWebServer([], { ...place, endpoints: endpoint ? [endpoint] : [] });
  return server.url;
}

describe('an adapter', () => {
  it('exists before its parts, which the first delivery loads', async () => {
    const adapter = adapterOf('/api/messages');
    const url = await serve(adapter);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect(happened).toEqual([]);
    expect((await fetch(`${url}/API/messages`, { method: 'POST' })).status).toBe(204);
    expect(happened).toEqual(['loaded']);
  });

  it('prepares for the first delivery by itself, after the start', async () => {
    const adapter = adapterOf('/api/messages');
    await adapter.start();
    expect(happened).toEqual([]);
    await waitUntil(async () => happened.includes('started'));
    await adapter.stop();
    expect(happened).toEqual(['loaded', 'started', 'stopped']);
  });

  it('opens the connection at the start when the platform does not deliver to an address, and throws its error', async () => {
    const adapter = adapterOf(null, 1);
    expect(adapter.endpoint).toBeNull();
    await expect(adapter.start()).rejects.toThrow('too many open files');
    await adapter.start();
    expect(happened).toEqual(['loaded', 'started']);
  });

  it('tries again what could not be loaded', async () => {
    const adapter = adapterOf('/api/messages', 1);
    const url = await serve(adapter);
    expect((await fetch(`${url}/api/messages`, { method: 'POST' })).status).toBe(500);
    expect((await fetch(`${url}/api/messages`, { method: 'POST' })).status).toBe(204);
    await expect(adapter.send(MESSAGE)).rejects.toThrow('too many open files');
    expect(await adapter.send(MESSAGE)).toHaveProperty('reference');
  });

  it('stops when nothing was loaded, or could not be', async () => {
    await adapterOf('/api/messages').stop();
    const adapter = adapterOf('/api/messages', 1);
    await serve(adapter).then((url) => fetch(`${url}/api/messages`, { method: 'POST' }));
    await adapter.stop();
    expect(happened).toEqual([]);
  });
});
