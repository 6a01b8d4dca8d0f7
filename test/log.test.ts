import { describe, expect, it } from '@jest/globals';
import { PolsslagError } from '../src/errors.ts';
import { createLog } from '../src/log.ts';

const SECRET = 'Anna de Wit voelt zich sterk';

function logged(level: 'debug' | 'warn', work: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  work(createLog(level, { write: (line) => void lines.push(JSON.parse(line)) }));
  return lines;
}

describe('the log', () => {
  it('is a line with a time, a level and what the caller says', () => {
    const [line] = logged('debug', (log) => log.info({ lane: 'slack:T1', count: 3 }, 'sent'));
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      lane: 'slack:T1',
      count: 3,
      msg: 'sent',
    });
  });

  it('writes nothing below its level', () => {
    expect(logged('warn', (log) => log.info('sent'))).toEqual([]);
  });

  it('has the code of an error and nothing more, however it is logged', () => {
    const error = Object.assign(new TypeError(SECRET), { code: 'ECONNRESET', detail: SECRET });
    const lines = logged('debug', (log) => {
      log.error(error);
      log.error(error, 'failed');
      log.error({ err: error }, 'failed');
      log.error({ err: error });
      log.error({ cause: new PolsslagError('UNAVAILABLE', SECRET) }, 'failed');
      log.error('failed: %s', new RangeError(SECRET));
    });
    expect(JSON.stringify(lines)).not.toContain('Anna');
    expect(lines.map(({ level, time, ...rest }) => rest)).toEqual([
      { code: 'ECONNRESET' },
      { code: 'ECONNRESET', msg: 'failed' },
      { err: 'ECONNRESET', msg: 'failed' },
      { err: 'ECONNRESET' },
      { cause: 'UNAVAILABLE', msg: 'failed' },
      { msg: 'failed: RangeError' },
    ]);
  });

  it('removes personal data, up to three levels deep', () => {
    const lines = logged('debug', (log) => {
      log.warn({ name: SECRET, event: { text: SECRET, from: { user: SECRET } }, botToken: SECRET }, 'a mistake');
    });
    expect(JSON.stringify(lines)).not.toContain('Anna');
    expect(lines[0]).toMatchObject({ name: '[kept out]', event: { text: '[kept out]' }, msg: 'a mistake' });
  });
});
