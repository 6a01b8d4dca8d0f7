import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { refuseDemonstration } from '../database/refuse-demonstration.ts';
import type { Feature, Pages, Tools } from '../feature.ts';
import { countOutbox } from '../outbox/outbox-count-store.ts';
import type { EditMessage } from '../outbox/sent-messages.ts';
import { startWorkers } from '../queue/worker.ts';
import { startWebServer, type WebServer } from '../web/server.ts';
import { type DeliveryTuning, joinBackground } from './background.ts';
import { FEATURES } from './features.ts';
import { connectFirstWorkspace } from './first-workspace.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { joinFeatures } from './join-features.ts';
import { joinPlatforms, type PlatformConnections } from './platforms.ts';
import { keepHeapSmall } from './small-heap.ts';
import { openMetrics, operatorPages, publicPages, startMetricsServer, startOperatorServer } from './web.ts';

type ProcessRole = 'web' | 'worker' | 'all';

/** Warming up waits for this long, so that the process first reports that it is ready. */
const WARM_UP_AFTER_MS = 500;

/** How many lanes get metrics of their own; with more the metrics would say less. */
const MEASURED_LANES = 200;

interface StartOptions {
  readonly role: ProcessRole;
  readonly connections: PlatformConnections;
  readonly log: Logger;
  /** The database's clock unless given. */
  readonly clock?: Clock | null;
  /** False when nothing should run by the calendar by itself: the demonstration moves its own clock. */
  readonly calendar?: boolean;
  /** Whether this is a demonstration, which may use a database that a demonstration made. */
  readonly demonstration?: boolean;
  /** Delivery settings for platforms with known delays, such as simulated ones. */
  readonly delivery?: DeliveryTuning;
  /** The features to run; all of them unless given. */
  readonly features?: readonly Feature[];
  /** Routers that come after all others, such as the playground's page. */
  readonly extraRouters?: readonly RequestHandler[];
}

/** A running Polsslag. */
export interface Running {
  /** Where it listens. A worker serves its health page only. */
  readonly url: string;
  /** Where it serves its metrics; null without METRICS_PORT. */
  readonly metricsUrl: string | null;
  readonly foundation: Foundation;
  readonly features: ReturnType<typeof joinFeatures>;
  readonly background: ReturnType<typeof joinBackground>;
  /** Finishes or hands back what is under way, within ten seconds. */
  stop(): Promise<void>;
}

/** The parts of a process, joined to each other and not started yet. */
interface JoinedParts {
  readonly features: ReturnType<typeof joinFeatures>;
  readonly platforms: ReturnType<typeof joinPlatforms>;
  readonly background: ReturnType<typeof joinBackground>;
  readonly metrics: Awaited<ReturnType<typeof openMetrics>>;
  /** Gives pages the address of this process's own server, for when no public one is configured. */
  setOwnAddress(url: string): void;
}

async function joinParts(
  foundation: Foundation,
  { connections, delivery, features: list = FEATURES }: StartOptions,
): Promise<JoinedParts> {
  const { config, database, clock, keys } = foundation;
  const address = { url: config.publicUrl };
  // The address is looked up when a message is written, because the server knows its port by then.
  const servedAt: Pages = {
    address: (path) => `${address.url ?? ''}${path}`,
    key: keys.at(-1)?.key ?? Buffer.alloc(0),
  };
  const socketOnly = config.publicUrl === null && config.production;
  const edit: EditMessage = async (name, ...message) => platforms.byName[name]?.edit(...message);
  const showHome: Tools['showHome'] = (home, view) => platforms.showHome(home, view);
  const features = joinFeatures(foundation, { pages: socketOnly ? null : servedAt, edit, showHome }, list);
  const platforms = joinPlatforms(foundation, connections, features.receive);
  const metrics = await openMetrics(config, () => countOutbox(database.prisma, clock.now(), MEASURED_LANES));
  return {
    features,
    platforms,
    metrics,
    background: joinBackground(foundation, features, platforms, metrics?.tell ?? null, delivery),
    setOwnAddress: (url) => {
      address.url ??= url;
    },
  };
}

/** The server of a process: of a worker only the health page, otherwise all pages and the platforms' endpoints. */
async function startServer(
  foundation: Foundation,
  { features, platforms, metrics }: JoinedParts,
  { role, log, extraRouters = [] }: StartOptions,
): Promise<WebServer> {
  const { host, port } = foundation.config;
  const pages = operatorPages(foundation);
  if (role === 'worker') return startOperatorServer(pages, { host, port, log });
  const others = [...(await publicPages(foundation, features.routes)), ...extraRouters];
  const endpoints = platforms.endpoints.map(({ name, endpoint }) => metrics?.timed(name, endpoint) ?? endpoint);
  return startWebServer([...pages, ...others], { host, port, log, endpoints });
}

/** Warms up the database's connections a moment after the start. @returns cancels it */
function warmUpSoon({ database }: Foundation, role: ProcessRole): () => void {
  const warming = setTimeout(() => {
    // A connection that cannot be warmed up now is opened by the first request that needs it.
    database.warmUp(role !== 'worker').catch(() => undefined);
  }, WARM_UP_AFTER_MS);
  return () => clearTimeout(warming);
}

/**
 * The composition root: opens what the configuration names, joins features and platforms, and starts the roles.
 * @throws PolsslagError UNAVAILABLE, or BAD_CONFIGURATION
 */
export async function startPolsslag(config: Config, options: StartOptions): Promise<Running> {
  const { role, connections, log, clock = null, calendar = true, demonstration = false } = options;
  const foundation = await openFoundation(config, clock, log);
  const servers: WebServer[] = [];
  try {
    const folder = config.databaseUrl === null ? config.dataDir : null;
    if (!demonstration) await refuseDemonstration(foundation.database, () => ({ folder }));
    await connectFirstWorkspace(foundation, connections);
    const parts = await joinParts(foundation, options);
    const { features, platforms, background } = parts;
    const operator = await startMetricsServer(parts.metrics, config, log);
    if (operator) servers.push(operator);
    const web = await startServer(foundation, parts, options);
    servers.push(web);
    if (role !== 'worker') {
      parts.setOwnAddress(web.url);
      await platforms.start();
    }
    // Only now: loading modules makes little garbage, and a small heap would slow it down.
    keepHeapSmall();
    const cancelWarmUp = warmUpSoon(foundation, role);
    const jobs = calendar ? [...background.jobs, ...background.calendarJobs] : background.jobs;
    const workers = role === 'web' ? null : startWorkers(foundation.queue, jobs, { log });
    // Requests are answered before replies are waited for; the workers stop at the same time, in their own way.
    const finishAnswering = async () => {
      await web.close();
      await platforms.stop();
      await features.settled();
    };
    return {
      url: web.url,
      metricsUrl: operator?.url ?? null,
      foundation,
      features,
      background,
      stop: async () => {
        cancelWarmUp();
        await Promise.all([finishAnswering(), workers?.stop(), operator?.close()]);
        await foundation.close();
      },
    };
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    await foundation.close();
    throw error;
  }
}
