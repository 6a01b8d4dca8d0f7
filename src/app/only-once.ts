/**
 * Sees to it that no two features claim one name.
 * @param what 'schedule'
 * @param claims the names that each of them claims
 * @throws Error that names the first that two claim
 */
export function onlyOnce(what: string, claims: readonly (readonly string[])[]): void {
  const claimed = new Set<string>();
  for (const name of claims.flat()) {
    if (claimed.has(name)) throw new Error(`Two features claim the ${what} ${name}`);
    claimed.add(name);
  }
}
