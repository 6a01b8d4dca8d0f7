import type { Writable } from 'node:stream';
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';

/** Formats a moment in the operator's time zone: 'Tue 1 Dec 2026, 15:30'. @param timezone IANA name */
export function localTime(at: Date, timezone: string): string {
  return format(new TZDate(at, timezone), 'EEE d MMM yyyy, HH:mm');
}

/** Prints rows under their headings, each column as wide as its widest cell. */
export function printTable(output: Writable, headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines) {
    output.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}
