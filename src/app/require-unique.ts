/**
 * Holds two features to names of their own.
 * @param what 'schedule'
 * @param claims the names that each of them claims
 * @throws Error that names the first that two claim
 */
export function requireUnique(what: string, claims: readonly (readonly string[])[]): void {
  const claimed = new Set<string>();
  for (const name of claims.flat()) {
    if (claimed.has(name)) throw new Error(`Two features claim the ${what} ${name}`);
    claimed.add(name);
  }
}
