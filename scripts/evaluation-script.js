import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { integrityOf, makePageScript } from './page-script.js';

/* Prints the hash of the script that the page of the anonymous evaluation runs, made of the sources as they are here. */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
console.log(integrityOf(await makePageScript(root)));
