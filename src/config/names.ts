import { nearestWord } from '../text/nearest-word.ts';
import { environment } from './environment.ts';

const ENVIRONMENT_PREFIX = 'POLSSLAG_';
const KNOWN = Object.keys(environment.shape);
const OUR_NAMES = KNOWN.flatMap((name) =>
  name.startsWith(ENVIRONMENT_PREFIX) ? name.slice(ENVIRONMENT_PREFIX.length) : [],
);
/** Variables that Kubernetes sets in every container when a service is called polsslag. */
const OF_A_SERVICE = /^POLSSLAG_(SERVICE_HOST|SERVICE_PORT|PORT)(_|$)/;

/** Whether Kubernetes set this variable: it sets POSTGRES_PORT to an address when a service is called postgres. */
export function isOfAService(name: string, value: string): boolean {
  return name === 'POSTGRES_PORT' && value.startsWith('tcp://');
}

/**
 * Names that other software uses for a part of an address, with ours. REDIS_PORT is not listed, because Kubernetes sets
 * it when a service is called redis.
 */
const NAMES_ELSEWHERE: Readonly<Record<string, string>> = {
  REDIS_HOST: 'REDIS_URL',
  REDIS_USER: 'REDIS_URL',
  REDIS_USERNAME: 'REDIS_URL',
  REDIS_PASSWORD: 'REDIS_URL',
  POSTGRES_USERNAME: 'POSTGRES_USER',
  POSTGRES_DATABASE: 'POSTGRES_DB',
};

/** Faults for address parts given by another name while the setting with our name is missing. */
export function faultsOfOtherNames(given: readonly string[]): string[] {
  const isSaid = (ours: string) => given.includes(ours) || (ours !== 'REDIS_URL' && given.includes('DATABASE_URL'));
  return Object.entries(NAMES_ELSEWHERE)
    .filter(([name, ours]) => given.includes(name) && !isSaid(ours))
    .map(([name, ours]) =>
      ours === 'REDIS_URL'
        ? `${name} is no setting of Polsslag: Redis is named as a whole, by REDIS_URL=redis://user:password@host:6379.`
        : `${name} is no setting of Polsslag: did you mean ${ours}?`,
    );
}

/** Faults for unknown names that begin with POLSSLAG_: a misspelt setting would silently get its default. */
export function faultsOfNames(given: readonly string[]): string[] {
  return given
    .filter((name) => name.startsWith(ENVIRONMENT_PREFIX) && !KNOWN.includes(name) && !OF_A_SERVICE.test(name))
    .map((name) => {
      const nearest = nearestWord(name.slice(ENVIRONMENT_PREFIX.length), OUR_NAMES);
      return nearest === null
        ? `${name} is no setting of Polsslag: take it away, or give it the name that it has in docs/operating.md.`
        : `${name} is no setting of Polsslag: did you mean ${ENVIRONMENT_PREFIX}${nearest}?`;
    });
}
