import { closest, distance } from 'fastest-levenshtein';
import { environment } from './environment.ts';

const PREFIX = 'POLSSLAG_';
const KNOWN = Object.keys(environment.shape);
const OURS = KNOWN.filter((name) => name.startsWith(PREFIX));
/** As large a share of a name may differ before it is no likeness any more. */
const SHARE = 0.4;
/** Kubernetes gives these to every container when a service is called polsslag. */
const OF_A_SERVICE = /^POLSSLAG_(SERVICE_HOST|SERVICE_PORT|PORT)(_|$)/;

/** Names that begin as ours and that nothing reads: a misspelt setting would be its default without a word. */
export function faultsOfNames(given: readonly string[]): string[] {
  return given
    .filter((name) => name.startsWith(PREFIX) && !KNOWN.includes(name) && !OF_A_SERVICE.test(name))
    .map((name) => {
      const nearest = closest(name, OURS);
      const isAlike = distance(name, nearest) <= SHARE * (name.length - PREFIX.length);
      return isAlike
        ? `${name} is no setting of Polsslag: did you mean ${nearest}?`
        : `${name} is no setting of Polsslag: take it away, or give it the name that it has in README.md.`;
    });
}
