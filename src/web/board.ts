import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Queue } from 'bullmq';
import { type Express, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { DeadLetterStore } from '../outbox/dead-letters.ts';
import type { QueueBackend } from '../queue/backend.ts';
import { createBoardGate } from './board-gate.ts';
import { createDeadLettersPage } from './dead-letters-page.ts';

const PATH = '/board';

/** The board's types know queues on Redis only; what it does works on PostgreSQL as well. */
const anyQueue = z.custom<Queue>((queue) => queue instanceof Queue);

/** The board's page brings its own scripts and styles; the fonts that it would fetch elsewhere it does without. */
const boardHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  });
  next();
};

interface BoardOptions {
  readonly password: string;
  readonly queues: readonly ReturnType<QueueBackend['queue']>[];
  readonly deadLetters: Pick<DeadLetterStore, 'failed'>;
}

/**
 * Bull Board at /board, for looking only: what waits, what failed and why, which schedules there are. Messages that were
 * given up are at /board/dead-letters.
 */
export function createBoard({ password, queues, deadLetters }: BoardOptions): Router {
  const serverAdapter = new ExpressAdapter().setBasePath(PATH);
  createBullBoard({
    queues: queues.map(
      (queue) => new BullMQAdapter(anyQueue.parse(queue), { readOnlyMode: true, allowRetries: false }),
    ),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Polsslag',
        hideDocsLink: true,
        miscLinks: [{ text: 'Messages that were given up', url: `${PATH}/dead-letters` }],
      },
    },
  });
  const board: Express = serverAdapter.getRouter();
  board.disable('x-powered-by');
  const router = Router();
  router.use(PATH, createBoardGate(password), boardHeaders);
  router.get(`${PATH}/dead-letters`, createDeadLettersPage(deadLetters));
  router.use(PATH, board);
  return router;
}
