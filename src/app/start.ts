import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { refuseDemonstration } from '../database/refuse-demonstration.ts';
import type { Feature, Pages } from '../feature.ts';
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

/** So that the process says first that it is ready. */
const WARM_UP_AFTER_MS = 500;

/** Lanes that are measured each by itself: more than these would say less. */
const MEASURED_LANES = 200;

interface StartOptions {
  readonly role: ProcessRole;
  readonly connections: PlatformConnections;
  readonly log: Logger;
  /** The database's unless given. */
  readonly clock?: Clock | null;
  /** False: nothing happens by the calendar unless somebody asks for it (the demonstration moves its own clock). */
  readonly calendar?: boolean;
  /** Whether it is a demonstration, and may be on the database of one. */
  readonly demonstration?: boolean;
  /** For platforms whose delays are known, such as simulated ones. */
  readonly delivery?: DeliveryTuning;
  /** What it does; everything, unless given. */
  readonly features?: readonly Feature[];
  /** Mounted after the platforms: the playground's page. */
  readonly extraRouters?: readonly RequestHandler[];
}

/** A running Polsslag. */
export interface Running {
  /** Where it listens; a worker only to whoever asks how it is. */
  readonly url: string;
  /** Where it tells what it measures; null without METRICS_PORT. */
  readonly metricsUrl: string | null;
  readonly foundation: Foundation;
  readonly features: ReturnType<typeof joinFeatures>;
  readonly background: ReturnType<typeof joinBackground>;
  /** Finishes or hands back what is under way, within ten seconds. */
  stop(): Promise<void>;
}

/**
 * The composition root: opens what the configuration names, joins features and platforms, and starts the roles.
 * @throws PolsslagError UNAVAILABLE, or BAD_CONFIGURATION
 */
export async function startPolsslag(config: Config, options: StartOptions): Promise<Running> {
  const {
    role,
    connections,
    log,
    clock = null,
    calendar = true,
    demonstration = false,
    delivery,
    extraRouters = [],
  } = options;
  const { features: list = FEATURES } = options;
  const foundation = await openFoundation(config, clock, log);
  let web: WebServer | null = null;
  let operator: WebServer | null = null;
  try {
    const folder = config.databaseUrl === null ? config.dataDir : null;
    if (!demonstration) await refuseDemonstration(foundation.database, () => ({ folder }));
    await connectFirstWorkspace(foundation, connections);
    const address = { url: config.publicUrl };
    const key = foundation.keys.at(-1)?.key ?? Buffer.alloc(0);
    // Asked for when a message is written: by then the server knows its port.
    const servedAt: Pages = { address: (path) => `${address.url ?? ''}${path}`, key };
    const socketOnly = config.publicUrl === null && config.production;
    const edit: EditMessage = async (name, ...message) => platforms.byName[name]?.edit(...message);
    const features = joinFeatures(foundation, { pages: socketOnly ? null : servedAt, edit }, list);
    const platforms = joinPlatforms(foundation, connections, features.receive);
    const { database, clock: ours } = foundation;
    const metrics = await openMetrics(config, () => countOutbox(database.prisma, ours.now(), MEASURED_LANES));
    const background = joinBackground(foundation, features, platforms, metrics?.tell ?? null, delivery);

    const pages = operatorPages(foundation);
    operator = await startMetricsServer(metrics, config, log);
    const place = { host: config.host, port: config.port, log };
    if (role === 'worker') web = await startOperatorServer(pages, place);
    else {
      const others = [...(await publicPages(foundation, features.routes)), ...extraRouters];
      const endpoints = platforms.endpoints.map(({ name, endpoint }) => metrics?.timed(name, endpoint) ?? endpoint);
      web = await startWebServer([...pages, ...others], { ...place, endpoints });
      address.url ??= web.url;
      await platforms.start();
    }
    const jobs = calendar ? [...background.jobs, ...background.calendarJobs] : background.jobs;
    // Not before: loading leaves little behind, and takes longer when it is looked for.
    keepHeapSmall();
    const warming = setTimeout(() => {
      // Who cannot be warmed now is when it is asked.
      foundation.database.warmUp(role !== 'worker').catch(() => undefined);
    }, WARM_UP_AFTER_MS);
    const workers = role === 'web' ? null : startWorkers(foundation.queue, jobs, { log });
    return {
      url: web.url,
      metricsUrl: operator?.url ?? null,
      foundation,
      features,
      background,
      stop: async () => {
        clearTimeout(warming);
        // What was asked is answered before the replies are waited for; the workers take their own time beside it.
        const answered = async () => {
          await web?.close();
          await platforms.stop();
          await features.settled();
        };
        await Promise.all([answered(), workers?.stop(), operator?.close()]);
        await foundation.close();
      },
    };
  } catch (error) {
    await Promise.all([web?.close(), operator?.close()]);
    await foundation.close();
    throw error;
  }
}
