import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';

/** A moment as the operator's own calendar has it: 'Tue 1 Dec 2026, 15:30'. @param timezone IANA name */
export function localTime(at: Date, timezone: string): string {
  return format(new TZDate(at, timezone), 'EEE d MMM yyyy, HH:mm');
}
