/**
 * Checks that no two features claim the same name.
 * @param what the kind of name, for the error: 'schedule'
 * @param claims the names that each feature claims
 * @throws Error that names the first name claimed twice
 */
export function requireUnique(what: string, claims: readonly (readonly string[])[]): void {
  const claimed = new Set<string>();
  for (const name of claims.flat()) {
    if (claimed.has(name)) throw new Error(`Two features claim the ${what} ${name}`);
    claimed.add(name);
  }
}
