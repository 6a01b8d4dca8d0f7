import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { packageFile } from '../../../package-root.ts';

/** What the page runs, and the hash that the page names, so that a browser runs nothing else. */
export interface PageScript {
  readonly bytes: Buffer;
  /** The same bytes, smaller: the script is public and alike for everybody, so that its length tells nothing. */
  readonly compressed: Readonly<Record<Encoding, Buffer>>;
  readonly integrity: string;
}

export type Encoding = 'br' | 'gzip';

let made: Promise<PageScript> | null = null;

/** Made when the product was built; run from the sources it is made in memory, once: they do not change meanwhile. */
export function pageScript(): Promise<PageScript> {
  made ??= make();
  return made;
}

async function make(): Promise<PageScript> {
  const { integrityOf, makePageScript, PAGE_SCRIPT } = await import('../../../../scripts/page-script.js');
  const bytes = import.meta.url.endsWith('.js')
    ? await readFile(new URL(PAGE_SCRIPT, import.meta.url))
    : Buffer.from(await makePageScript(packageFile('.')));
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes), promisify(gzip)(bytes)]);
  return { bytes, compressed: { br, gzip: gz }, integrity: integrityOf(bytes) };
}
