import { sha256 } from '../sha256.ts';

/** The most statements that are named: each connection of the server keeps a plan for every named one. */
const MAX_STATEMENTS = 200;

/**
 * Names statements by their text, so that PostgreSQL parses and plans each of them once for each connection. Statements
 * beyond the first MAX_STATEMENTS get the empty name, which PostgreSQL does not keep.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= MAX_STATEMENTS) return known ?? '';
    // Numbers would not do: behind a pooler that shares connections, another process's statement with the same number
    // would run.
    const name = `polsslag_${sha256(sql).slice(0, 32)}`;
    names.set(sql, name);
    return name;
  };
}
