import type { Logger } from 'pino';
import type { DeliveryNews } from '../outbox/ports.ts';
import { errorCode } from '../queue/error-code.ts';

type Tell = (news: DeliveryNews) => void;

/** Tells the same news to each. */
export function tellAll(...listeners: readonly Tell[]): Tell {
  return (news) => {
    for (const tell of listeners) tell(news);
  };
}

/** Logs what delivering does: what somebody must look at as a warning, the rest for whoever debugs. */
export function logNews(log: Logger): Tell {
  return (news) => {
    if (news.kind === 'trouble') {
      log.warn({ lane: news.lane, during: news.during, code: errorCode(news.cause) }, 'delivery trouble');
    } else if (news.kind === 'ran-out') {
      log.warn({ count: news.count }, 'messages that nobody sent in time are given up');
    } else if (
      news.kind === 'reconnect' ||
      news.kind === 'barred' ||
      (news.kind === 'attempt' && news.outcome === 'failed')
    ) {
      log.warn(news, 'delivery needs a look');
    } else log.debug(news, 'delivery');
  };
}
