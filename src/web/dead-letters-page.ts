import type { RequestHandler } from 'express';
import type { DeadLetter, DeadLetterStore } from '../outbox/dead-letters.ts';
import { escapeHtml, sendPage } from './html-page.ts';

/** The oldest are shown. */
const SHOWN = 1_000;

const STYLE = [
  'body{max-width:75rem}',
  'table{border-collapse:collapse;font-size:.95rem}',
  'tr+tr{border-top:1px solid #8886}',
  '.wide{overflow-x:auto}td{white-space:nowrap}code{font-size:.85em}',
].join('');

/** Messages that were given up: rows of the outbox, not jobs, so that they have a page of their own beside the queues. */
export function createDeadLettersPage(store: Pick<DeadLetterStore, 'failed'>): RequestHandler {
  return async (_request, response) => {
    const letters = await store.failed(SHOWN);
    sendPage(response, {
      language: 'en',
      title: 'Polsslag: messages that were given up',
      style: STYLE,
      body: `<p><a href="./">The queues</a></p><h1>Messages that were given up</h1>${letters.length === 0 ? NONE : describe(letters)}`,
    });
  };
}

const NONE = '<p>Nothing was given up.</p>';
const COLUMNS = ['message', 'lane', 'reason', 'attempts', 'made', 'useful until', 'id'];

/** Without whom it was for: neither the board nor a log shows that. */
function describe(letters: readonly DeadLetter[]): string {
  const heads = COLUMNS.map((name) => `<th scope="col">${name}</th>`).join('');
  const count = letters.length === SHOWN ? `The oldest ${SHOWN}.` : `${letters.length}, oldest first.`;
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

function minute(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
