import type { PlatformName } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Endpoint } from '../endpoint.ts';

/** The way in from a platform. */
export interface Receiver {
  /** Where the platform delivers; null where we open the connection. */
  readonly endpoint: Endpoint | null;
  /** Opens the connection, or makes ready for the first delivery. */
  start(): Promise<void>;
  /** Closes the connection, and waits for replies that are on their way, six seconds at most. */
  stop(): Promise<void>;
}

/** A chat platform as the entrance has it: what can be sent there, and what lets people in. */
export type Adapter = ChatPlatform & Receiver;

/** What an adapter is made of. */
interface AdapterParts {
  readonly name: PlatformName;
  /** Where the platform delivers over HTTP; null where we open the connection. */
  readonly path: string | null;
  readonly loadSender: () => Promise<ChatPlatform>;
  readonly loadReceiver: () => Promise<Receiver>;
  /** What is sent there can be deleted. */
  readonly removes: boolean;
}

/** Milliseconds after the start. */
const SOON_MS = 1_000;

/**
 * One platform, of parts that are loaded when they are needed: its libraries take as long to load as the half of
 * everything else. What receives is loaded by the first delivery, otherwise soon after the start, long before a platform
 * would stop waiting; what only sends never loads it.
 */
export function createAdapter({ name, path, loadSender, loadReceiver, removes }: AdapterParts): Adapter {
  const [sender, receiver] = [whenNeeded(loadSender), whenNeeded(loadReceiver)];
  const opening = whenNeeded(async () => (await receiver.get()).start());
  let soon: NodeJS.Timeout | undefined;
  const serve: Endpoint['serve'] = async (request, response) => {
    await (await receiver.get()).endpoint?.serve(request, response);
  };
  return {
    name,
    send: async (message) => (await sender.get()).send(message),
    edit: async (to, reference, view) => (await sender.get()).edit(to, reference, view),
    findSent: async (to, key, since) => (await sender.get()).findSent(to, key, since),
    ...(removes && { remove: async (to, reference) => (await sender.get()).remove?.(to, reference) }),
    endpoint: path === null ? null : { path, serve },
    start: async () => {
      if (path === null) await opening.get();
      // Whoever comes first hears of a failure.
      else soon = setTimeout(() => void opening.get().catch(() => undefined), SOON_MS).unref();
    },
    stop: async () => {
      clearTimeout(soon);
      await opening.ifMade();
      await (await receiver.ifMade())?.stop();
    },
  };
}

/** Something that is made when it is first asked for. */
interface WhenNeeded<Made> {
  /** Made once; what failed is tried again by whoever asks next. */
  get(): Promise<Made>;
  /** Null when nobody asked for it, or when it could not be made. */
  ifMade(): Promise<Made | null>;
}

function whenNeeded<Made>(make: () => Promise<Made>): WhenNeeded<Made> {
  let made: Promise<Made> | null = null;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = null;
        throw error;
      });
      return made;
    },
    ifMade: async () => made?.catch(() => null) ?? null,
  };
}
