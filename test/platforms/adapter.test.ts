import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import { type Adapter, createAdapter, type Receiver } from '../../src/platforms/adapter.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { until } from '../fakes/until.ts';
import { listen, stop } from './teams/channel.ts';

const ANNA = { kind: 'person', workspace: 'T1', user: 'U1', conversation: null } as const;
const MESSAGE = { key: 'a', to: ANNA, view: { summary: 'Hoi', blocks: [] } };

let happened: string[] = [];
let server: Server | null = null;

afterEach(async () => {
  if (server) await stop(server);
  server = null;
});

function receiver(router: RequestHandler | null): Receiver {
  const tell = (what: string) => async () => void happened.push(what);
  return { router, start: tell('started'), stop: tell('stopped') };
}

/** @param failures how often the parts cannot be loaded before they can */
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
      return receiver((_request, response) => void response.status(204).end());
    },
    removes: true,
  });
}

async function serve({ router }: Adapter): Promise<string> {
  const app = express();
  if (router) app.use(router);
  app.use((_error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
    response.status(500).end();
  });
  server = createServer(app);
  return listen(server);
}

describe('an adapter', () => {
  it('is there before its parts, which the first delivery loads', async () => {
    const adapter = adapterOf('/api/messages');
    const url = await serve(adapter);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect(happened).toEqual([]);
    expect((await fetch(`${url}/API/messages`, { method: 'POST' })).status).toBe(204);
    expect(happened).toEqual(['loaded']);
  });

  it('makes ready for the first delivery by itself, after the start', async () => {
    const adapter = adapterOf('/api/messages');
    await adapter.start();
    expect(happened).toEqual([]);
    await until(async () => happened.includes('started'));
    await adapter.stop();
    expect(happened).toEqual(['loaded', 'started', 'stopped']);
  });

  it('opens the connection at the start where nobody delivers to an address, and throws what that throws', async () => {
    const adapter = adapterOf(null, 1);
    expect(adapter.router).toBeNull();
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
