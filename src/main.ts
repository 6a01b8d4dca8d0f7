import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type Clock, realClock } from './clock.ts';
import { type Background, joinBackground } from './composition/background.ts';
import { type Features, joinFeatures } from './composition/features.ts';
import { type Foundation, openFoundation } from './composition/foundation.ts';
import {
  connectFirstWorkspace,
  joinPlatforms,
  openEntrances,
  type PlatformConnections,
} from './composition/platforms.ts';
import type { Config } from './config.ts';
import type { DeliveryNews } from './delivery/ports.ts';
import { startWorkers } from './queue/worker.ts';
import { createHealth } from './web/health.ts';
import { createPictures, createPictureUrl } from './web/pictures.ts';
import { startWebServer } from './web/server.ts';

export type Role = 'web' | 'worker' | 'all';

export interface StartOptions {
  readonly role: Role;
  readonly connections: PlatformConnections;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Mounted after the platforms: the playground's page. */
  readonly extraRouters?: readonly RequestHandler[];
}

/** A running Polsslag. */
export interface Running {
  /** Where it listens; null for a worker. */
  readonly url: string | null;
  readonly foundation: Foundation;
  readonly features: Features;
  readonly background: Background;
  /** Finishes or hands back what is under way, within ten seconds. */
  stop(): Promise<void>;
}

/**
 * The composition root: opens what the configuration names, joins features and platforms, and starts the roles.
 * @throws PolsslagError UNAVAILABLE, or BAD_CONFIGURATION
 */
export async function startPolsslag(config: Config, options: StartOptions): Promise<Running> {
  const { role, connections, log, clock = realClock, extraRouters = [] } = options;
  const foundation = await openFoundation(config, clock, log);
  try {
    await connectFirstWorkspace(foundation, connections);
    const address = { url: config.publicUrl };
    const key = foundation.keys.at(-1)?.key ?? Buffer.alloc(0);
    // Asked for when a message is written: by then the server knows its port.
    const pictureUrl = (week: string, language: string) => createPictureUrl(address.url ?? '', key)(week, language);
    const socketOnly = config.publicUrl === null && config.production;
    const features = joinFeatures(foundation, socketOnly ? null : pictureUrl);
    const platforms = joinPlatforms(foundation, connections);
    const background = joinBackground(foundation, features, platforms, logNews(log));

    const entrances = openEntrances(foundation, connections, features.receive);
    const routers = [
      ...entrances.routers,
      createHealth(dependencies(foundation)),
      createPictures(key, features.drawWeek),
      ...extraRouters,
    ];
    const web = role === 'worker' ? null : await startWebServer(routers, { host: config.host, port: config.port, log });
    address.url ??= web?.url ?? null;
    if (web) await entrances.start();
    const workers = role === 'web' ? null : startWorkers(foundation.queue, background.jobs, { log });
    return {
      url: web?.url ?? null,
      foundation,
      features,
      background,
      stop: async () => {
        await Promise.all([web?.close(), workers?.stop()]);
        await entrances.stop();
        await foundation.close();
      },
    };
  } catch (error) {
    await foundation.close();
    throw error;
  }
}

function dependencies({ database, queue }: Foundation) {
  return [
    { name: 'database', check: async () => void (await database.prisma.$queryRaw`SELECT 1`) },
    { name: 'queue', check: () => queue.ping() },
  ];
}

function logNews(log: Logger): (news: DeliveryNews) => void {
  return (news) => {
    if (news.kind === 'trouble') {
      const code = news.cause instanceof Error ? news.cause.name : 'unknown';
      log.warn({ lane: news.lane, during: news.during, code }, 'delivery trouble');
    } else if (news.kind === 'reconnect' || (news.kind === 'attempt' && news.outcome === 'failed')) {
      log.warn(news, 'delivery needs a look');
    } else log.debug(news, 'delivery');
  };
}
