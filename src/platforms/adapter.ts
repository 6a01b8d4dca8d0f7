import type { PlatformName } from '../chat/address.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { Endpoint } from '../endpoint.ts';

/** The receiving part of an adapter. */
export interface Receiver {
  /** The endpoint to which the platform delivers; null where we open the connection. */
  readonly endpoint: Endpoint | null;
  /** Opens the connection, or prepares for the first delivery. */
  start(): Promise<void>;
  /** Closes the connection, and waits at most six seconds for replies that are on their way. */
  stop(): Promise<void>;
}

/** A chat platform, for sending and for receiving. */
export type Adapter = ChatPlatform & Receiver;

/** The parts of an adapter. */
interface AdapterParts {
  readonly name: PlatformName;
  /** Where the platform delivers over HTTP; null where we open the connection. */
  readonly path: string | null;
  readonly loadSender: () => Promise<ChatPlatform>;
  readonly loadReceiver: () => Promise<Receiver>;
  /** Whether sent messages can be deleted. */
  readonly removes: boolean;
}

/** Milliseconds after the start. */
const SOON_MS = 1_000;

/**
 * Makes an adapter whose parts are loaded when they are needed, because a platform's libraries take half as long to
 * load as everything else. The receiver is loaded by the first delivery, or soon after the start, long before a
 * platform would stop waiting; a process that only sends never loads it.
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
      // The first delivery reports an error.
      else soon = setTimeout(() => void opening.get().catch(() => undefined), SOON_MS).unref();
    },
    stop: async () => {
      clearTimeout(soon);
      await opening.ifMade();
      await (await receiver.ifMade())?.stop();
    },
  };
}

/** A value that is made when it is first needed. */
interface WhenNeeded<Made> {
  /** Made once; after an error the next call tries again. */
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
