import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { integrityOf, makePageScript } from './page-script.js';

/*
 * Prints the integrity hash of the script on the page of the anonymous evaluation, made from the sources in this
 * checkout.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
console.log(integrityOf(await makePageScript(root)));
