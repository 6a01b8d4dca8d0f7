import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Queue } from 'bullmq';
import { type Express, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { DeadLetter, DeadLetterStore } from '../outbox/dead-letters.ts';
import type { QueueBackend } from '../queue/backend.ts';
import { createBoardGate } from './board-gate.ts';
import { escapeHtml, sendPage } from './html-page.ts';

const PATH = '/board';

/** The board's types know only queues on Redis; the board itself works with PostgreSQL as well. */
const anyQueue = z.custom<Queue>((queue) => queue instanceof Queue);

/** The board's page has its own scripts and styles. Fonts that it would fetch from elsewhere are blocked. */
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
  readonly now: () => Date;
}

/**
 * Bull Board at /board, read-only: waiting and failed jobs, and schedules. Messages that were given up are listed at
 * /board/dead-letters.
 */
export function createBoard({ password, queues, deadLetters, now }: BoardOptions): Router {
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
  router.get(`${PATH}/dead-letters`, createDeadLettersPage(deadLetters, now));
  router.use(PATH, board);
  return router;
}

/** The most messages shown, oldest first. */
const MAX_SHOWN = 1_000;

const STYLE = [
  'body{max-width:75rem}',
  'table{border-collapse:collapse;font-size:.95rem}',
  'tr+tr{border-top:1px solid #8886}',
  '.wide{overflow-x:auto}td{white-space:nowrap}code{font-size:.85em}',
].join('');

/**
 * The page of messages that were given up. They are rows of the outbox and not jobs, so they have a page beside the
 * queues.
 */
function createDeadLettersPage(store: Pick<DeadLetterStore, 'failed'>, now: () => Date): RequestHandler {
  return async (_request, response) => {
    const letters = await store.failed(MAX_SHOWN, now());
    sendPage(response, {
      language: 'en',
      title: 'Polsslag: messages that were given up',
      style: STYLE,
      body: `<p><a href="./">The queues</a></p><h1>Messages that were given up</h1>${letters.length === 0 ? NONE : describeLetters(letters)}`,
    });
  };
}

const NONE = '<p>Nothing was given up.</p>';
const LETTER_HEADINGS = ['message', 'lane', 'reason', 'attempts', 'made', 'useful until', 'id'];

/** A table without recipients: neither the board nor a log shows them. */
function describeLetters(letters: readonly DeadLetter[]): string {
  const heads = LETTER_HEADINGS.map((name) => `<th scope="col">${name}</th>`).join('');
  const count = letters.length === MAX_SHOWN ? `The oldest ${MAX_SHOWN}.` : `${letters.length}, oldest first.`;
  return (
    `<p>${count} <code>polsslag queue failed</code> says what to do about them; <code>polsslag queue retry</code> and ` +
    `<code>polsslag queue discard</code> do it.</p>` +
    `<div class="wide" tabindex="0"><table><tr>${heads}</tr>\n${letters.map(row).join('\n')}</table></div>`
  );
}

function row({ id, kind, lane, reason, attempts, createdAt, notAfter }: DeadLetter): string {
  const cells = [kind, lane, reason, String(attempts), minute(createdAt), minute(notAfter)].map(escapeHtml);
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}<td><code>${escapeHtml(id)}</code></td></tr>`;
}

function minute(moment: Date | null): string {
  return moment === null ? '–' : `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
