import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl } from 'date-fns/locale/nl';
import { translated } from './translated.ts';

const said = translated({
  moment: {
    nl: (at: TZDate) => format(at, "EEEE d MMMM 'om' HH:mm 'uur'", { locale: nl }),
    en: (at: TZDate) => format(at, "EEEE d MMMM 'at' HH:mm"),
  },
});

/** A moment in somebody's own time zone: 'dinsdag 1 december om 15:30 uur'. @param timezone IANA name */
export function sayMoment(at: Date, timezone: string, language: string): string {
  return said(language).moment(new TZDate(at, timezone));
}
