import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { madeOnce } from '../../../made-once.ts';
import { packageFile } from '../../../package-root.ts';

/** The script of the page, with the hash that the page names so that a browser runs no other script. */
export interface PageScript {
  readonly bytes: Buffer;
  /**
   * The same bytes, compressed. That is safe here: the script is public and the same for everybody, so that its length
   * reveals nothing.
   */
  readonly compressed: Readonly<Record<Encoding, Buffer>>;
  readonly integrity: string;
}

export type Encoding = 'br' | 'gzip';

/** The script of the page. A build contains it; when Polsslag runs from its sources it is built in memory, once. */
export const pageScript = madeOnce(make);

async function make(): Promise<PageScript> {
  const { integrityOf, makePageScript, PAGE_SCRIPT } = await import('../../../../scripts/page-script.js');
  const bytes = import.meta.url.endsWith('.js')
    ? await readFile(new URL(PAGE_SCRIPT, import.meta.url))
    : Buffer.from(await makePageScript(packageFile('.')));
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes), promisify(gzip)(bytes)]);
  return { bytes, compressed: { br, gzip: gz }, integrity: integrityOf(bytes) };
}
