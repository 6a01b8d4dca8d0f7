import { createServer } from 'node:http';
import { listen } from '../../playground/listen.ts';
import { serveParent } from './serve-parent.ts';

/*
 * A Slack without limits, memory or rules: it answers every post at once and counts it. The strict simulator would cost
 * more than what is measured.
 */

const counts = { posts: 0, responses: 0 };

const server = createServer((request, response) => {
  const isPost = request.url === '/api/chat.postMessage';
  request.resume();
  request.once('end', () => {
    if (isPost) counts.posts += 1;
    else counts.responses += 1;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(isPost ? `{"ok":true,"channel":"D1","ts":"1700000000.${counts.posts}"}` : 'ok');
  });
});
server.keepAliveTimeout = 120_000;

serveParent(
  {
    start: async () => ({ url: await listen(server, 0) }),
    counts: async () => ({ ...counts }),
  },
  async () => {
    server.closeAllConnections();
    server.close();
  },
);
