import { likeness } from '../text/likeness.ts';
import { environment } from './environment.ts';

const PREFIX = 'POLSSLAG_';
const KNOWN = Object.keys(environment.shape);
const OURS = KNOWN.flatMap((name) => (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : []));
/** Kubernetes gives these to every container when a service is called polsslag. */
const OF_A_SERVICE = /^POLSSLAG_(SERVICE_HOST|SERVICE_PORT|PORT)(_|$)/;

/** Names that begin as ours and that nothing reads: a misspelt setting would be its default without a word. */
export function faultsOfNames(given: readonly string[]): string[] {
  return given
    .filter((name) => name.startsWith(PREFIX) && !KNOWN.includes(name) && !OF_A_SERVICE.test(name))
    .map((name) => {
      const nearest = likeness(name.slice(PREFIX.length), OURS);
      return nearest === null
        ? `${name} is no setting of Polsslag: take it away, or give it the name that it has in README.md.`
        : `${name} is no setting of Polsslag: did you mean ${PREFIX}${nearest}?`;
    });
}
