import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../../src/text/languages.ts';
import { whyUndelivered } from '../../src/text/undelivered.ts';

/** The source code that sets the reason of a message or of an unreachable account, in each of its forms. */
const SHAPES: readonly RegExp[] = [
  /new DeliveryError\(\s*'[a-z]+',\s*'([^']+)'/g,
  /\breason: '([a-z_]+)'/g,
  /\breason = '([^']+)'/g,
  /\breason = [^;]*\? '([^']+)' : '([^']+)'/g,
  /coalesce\(reason, '([^']+)'\)/g,
  /progress\.reason \?\? '([^']+)'/g,
  /"unreachableWhy" = '([^']+)'/g,
  /\bunreachableWhy: '([^']+)'/g,
  /coalesce\(a\."unreachableWhy", '([^']+)'\)/g,
  /NO_GOOD_MOMENT = '([^']+)'/g,
  /lostSight\('([^']+)'\)/g,
  /code \?\? '([^']+)'/g,
  /\.success\) return '([^']+)'/g,
];

/** Reasons that are computed: their values are in the sets below, or are a status or a code of the platform. */
const COMPUTED = ['code', 'reason', 'KEPT_BACK', "code ?? 'connection_cut'", 'parsed.success ? parsed.data.error :'];

/** Other quoted words in the advice to operators. */
const NO_CODES = ['person', 'channel', 'slack', 'string'];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(
    (path) =>
      !path.includes('/browser/') &&
      /^(outbox|platforms|people|chat|features|cli)\/.*\.ts$/.test(path) &&
      !/texts\.ts$/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

/** Every code that the program itself can write. */
function codesOfSource(): readonly string[] {
  const said = sources.flatMap(({ text }) =>
    SHAPES.flatMap((shape) => [...text.matchAll(shape)].flatMap(([, one, other]) => [one, other])),
  );
  const listed = sources
    .filter(({ path }) => /platforms\/(\w+\/errors|unanswered)\.ts$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/new Set\(\[([^\]]*)\]\)/g)])
    .flatMap(([, codes = '']) => [...codes.matchAll(/'([^']+)'/g)].map(([, code]) => code));
  // Codes for which operators get advice, and about which people read too.
  const remedied = sources
    .filter(({ path }) => path === 'cli/remedies.ts')
    .flatMap(({ text }) => [...text.matchAll(/'(\w+)'|^ {2}(\w+):/gm)].map(([, quoted, key]) => quoted ?? key))
    .filter((code) => code !== undefined && !NO_CODES.includes(code));
  return [...new Set([...said, ...listed, ...remedied].filter((code) => code !== undefined))].sort();
}

describe.each(LANGUAGES)('why something did not reach somebody, in %s', (language) => {
  const why = whyUndelivered(language);
  const unknown = (code: string) => why('never_heard_of').replace('never_heard_of', code);

  it('has a sentence for every code that the program can write', () => {
    const codes = codesOfSource();
    for (const code of ['not_after', 'no_good_moment', 'compose_failed', 'user_disabled', 'ENOTFOUND', 'app_removed']) {
      expect(codes).toContain(code);
    }
    expect(codes.length).toBeGreaterThan(80);
    expect(codes.filter((code) => why(code) === unknown(code))).toEqual([]);
  });

  it.each([
    ['http_403', 'http_404', 'http_429', 'http_502', 'token_http_400', 'token_http_503'],
    ['ECONNRESET', 'UND_ERR_SOCKET', 'BotDisabledByAdmin', 'read_back_channel_not_found', 'read_back_unreachable'],
  ])('has one for what the platforms and the network have many of', (...codes) => {
    expect(codes.filter((code) => why(code) === unknown(code))).toEqual([]);
  });

  it('does not say that whoever took the app away never opened it', () => {
    expect(why('no_conversation')).toMatch(/weggehaald|removed/);
  });

  it('says of one that nobody knows whom to ask, and with what', () => {
    expect(why('never_heard_of')).toMatch(/^Slack (of|or) Teams .* Polsslag .*: never_heard_of$/);
  });
});

it('knows where every reason comes from: one that is computed stands in the list above', () => {
  const arguments_ = sources.flatMap(({ text }) =>
    [...text.matchAll(/new DeliveryError\(\s*(?:'[a-z]+'|\w+\(\w+(?:, \w+)?\)),\s*([^,)]+)/g)].map(
      ([, given]) => given,
    ),
  );
  expect(arguments_.length).toBeGreaterThan(15);
  const computed = arguments_.filter((given = '') => !/^'[^']+'$/.test(given) && !/^`(token_)?http_/.test(given));
  const known = (given: string) =>
    COMPUTED.some((each) => given === each || (each.endsWith(':') && given.startsWith(each)));
  expect(computed.filter((given = '') => !known(given))).toEqual([]);
});
