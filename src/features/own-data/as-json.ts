import type { OwnData } from '../../feature.ts';

/** All that is stored about somebody, as JSON: a list for each table, with times in UTC. */
export function ownDataJson(data: readonly OwnData[], now: Date): string {
  const tables = data.map(({ name, columns, rows }) => {
    const shown = rows.map((row) => Object.fromEntries(Object.keys(columns).map((key) => [key, row[key] ?? null])));
    return [name, shown];
  });
  return `${JSON.stringify({ madeAt: now, ...Object.fromEntries(tables) }, null, 2)}\n`;
}
