import { sha256 } from '../sha256.ts';

/** More different statements than this are not remembered by the server: each connection keeps a plan of every one. */
const MAX_STATEMENTS = 200;

/**
 * Names statements by their text, so that PostgreSQL parses and plans each once a connection instead of every time.
 * A text that comes after the first MAX_STATEMENTS has the empty name, which PostgreSQL forgets at once.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= MAX_STATEMENTS) return known ?? '';
    // Not by number: where a pooler lends a connection to others between transactions, that of another process would be run in its place.
    const name = `polsslag_${sha256(sql).slice(0, 32)}`;
    names.set(sql, name);
    return name;
  };
}
