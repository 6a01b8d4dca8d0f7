import { createServer } from 'node:net';
import { TZDate } from '@date-fns/tz';
import { subWeeks } from 'date-fns/subWeeks';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type Running, startPolsslag } from '../src/app/start.ts';
import type { Config } from '../src/config.ts';
import { claimDataFolder } from '../src/database/claim-data-folder.ts';
import { openStores } from '../src/database/open-stores.ts';
import type { Feature } from '../src/feature.ts';
import { listenOn } from '../src/free-port.ts';
import { tuesdayOf } from './calendar.ts';
import { createDemoControls, type DemoControls, RESPONSE_RATE } from './demo-controls.ts';
import { fillPlatforms, makePast, type PlatformTime } from './make-past.ts';
import { createMovableClock } from './movable-clock.ts';
import { clearDemonstration } from './populate.ts';
import { prepareDemo } from './prepare-demo.ts';
import { startSimulators } from './simulators.ts';

export interface DemoOptions {
  /** The database that it names is emptied first; the start fails if it holds a real deployment. */
  readonly config: Config;
  readonly log: Logger;
  /**
   * The real time. The demonstration plays in the week before it, so that the played week can be queried afterwards.
   */
  readonly now: Date;
  readonly seed: number;
  /** How many published weeks it has behind it, for the chart; null for no past at all, without visits or posts. */
  readonly pastWeeks: number | null;
  /**
   * When given, the demonstration starts with its first check-ins sent, and saves that state in the data folder for the
   * next start. `say` is told when saving or restoring fails.
   */
  readonly kept?: { readonly say: (line: string) => void };
  /** The features that run; all of them unless given. */
  readonly features?: readonly Feature[];
  /** Makes the handler that is mounted at the root; without it there is no page. */
  readonly page?: (demo: DemoControls) => Promise<RequestHandler>;
}

export interface Demo extends DemoControls {
  readonly url: string;
  readonly running: Running;
  stop(): Promise<void>;
}

/**
 * Starts the whole product on simulated platforms with the demonstration partnership.
 * @throws PolsslagError UNAVAILABLE when the port or the data folder is in use, NOT_ALLOWED for a real deployment
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { config } = options;
  // Both checks come before anything is opened or emptied: another demonstration may be running on them.
  await requireFreePort(config.host, config.port);
  const folder = await claimDataFolder(config.dataDir, 'alone');
  const opened = [folder.letGo];
  const stop = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    return { ...(await openDemo(options, opened)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param opened collects the functions that close what was opened, in the order of opening */
async function openDemo(options: DemoOptions, opened: (() => Promise<void>)[]): Promise<Omit<Demo, 'stop'>> {
  const { config, log, now, seed, pastWeeks } = options;
  const { timezone } = config;
  const start = tuesdayOf(subWeeks(new TZDate(now, timezone), 1), timezone);
  const clock = createMovableClock(start);
  const platformTime: PlatformTime = { past: null };
  const stores = await openStores(config, { dataDir: config.dataDir }, (line) => log.warn(line));
  opened.push(stores.close);
  await clearDemonstration(stores.database, now);

  const address = { url: '' };
  const simulators = await startSimulators({ now: () => platformTime.past ?? clock.now() }, () => address.url);
  opened.push(simulators.close);
  const page = { router: null as RequestHandler | null };
  const running = await startPolsslag(config, {
    role: 'all',
    connections: simulators.connections,
    log,
    clock,
    calendar: false,
    demonstration: true,
    ...(options.features && { features: options.features }),
    extraRouters: [(request, response, next) => (page.router ? page.router(request, response, next) : next())],
  });
  opened.push(running.stop);
  address.url = running.url;
  const controls = createDemoControls({ running, simulators, clock, timezone, seed });
  const make = async () => {
    await fillPlatforms(running, controls, start);
    if (pastWeeks === null) return;
    await makePast(running, controls, {
      seed,
      weeks: pastWeeks,
      responseRate: RESPONSE_RATE,
      until: start,
      platformTime,
    });
  };
  if (!options.kept) await make();
  else await prepareDemo({ running, controls, start, seed, pastWeeks, say: options.kept.say, make });
  if (options.page) page.router = await options.page(controls);
  return { ...controls, url: address.url, running };
}

/**
 * Checks that the port is free before anything else starts.
 * @throws PolsslagError UNAVAILABLE when the port is taken
 */
async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listenOn(probe, host, port);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}
