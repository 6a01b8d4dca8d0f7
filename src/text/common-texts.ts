import { translated } from './translated.ts';

export const commonTexts = translated({
  languageName: {
    nl: 'Nederlands',
    en: 'English',
  },
  unknown: {
    nl: 'Ik ken je nog niet. Heb je een code van je school? Typ dan: aanmelden, en de code. Of vraag je begeleider om je toe te voegen.',
    en: 'I do not know you yet. Do you have a code from your school? Type: join, and the code. Or ask your supervisor to add you.',
  },
  unreadable: {
    nl: 'Dit kwam niet goed over, dus er is niets bewaard. Typ hulp om te zien wat je kunt doen.',
    en: 'This did not come through, so nothing was saved. Type help to see what you can do.',
  },
  /** In place of a text whose key is lost. */
  keyGone: { nl: '(dit kan niet meer gelezen worden)', en: '(this cannot be read any more)' },
  /** For somebody who was erased, by themselves or by an operator. */
  forgotten: {
    nl: 'Klaar. Ik heb alles van je gewist en ken je niet meer. Dank je wel dat je er was.',
    en: 'Done. I have erased everything about you and no longer know you. Thank you for having been here.',
  },
  notConnected: {
    nl: 'Polsslag is hier niet verbonden, dus er is niets bewaard. Vraag je begeleider om hulp.',
    en: 'Polsslag is not connected here, so nothing was saved. Ask your supervisor for help.',
  },
  outdated: {
    nl: 'Deze knop werkt niet meer, dus er is niets bewaard. Typ hulp om te zien wat je kunt doen.',
    en: 'This button no longer works, so nothing was saved. Type help to see what you can do.',
  },
  busy: {
    nl: 'Het lukt nu even niet. Er is nog niets veranderd. Probeer het over een minuut nog eens.',
    en: 'This does not work right now. Nothing has changed yet. Please try again in a minute.',
  },
  /** A chat opens a dialog only within seconds of the tap. */
  tooLate: {
    nl: 'Het openen duurde te lang. Er is nog niets veranderd. Probeer het nog een keer.',
    en: 'Opening this took too long. Nothing has changed yet. Please try once more.',
  },
  /** Beside a field; what was typed stays in the field. */
  tooLong: {
    nl: (most: number) => `Dat is te lang: maak er ${most} tekens van.`,
    en: (most: number) => `That is too long: make it ${most} characters.`,
  },
  /**
   * The answer to "yes" or "okay" while they may have been asked whether they stay: it must not sound as if they had
   * said so.
   */
  tapToStay: {
    nl: 'Fijn. Vroeg ik of je blijft? Tik dan op de knop in dat bericht. Alleen dan blijf je.',
    en: 'Good. Did I ask whether you are staying? Then tap the button in that message. Only then do you stay.',
  },
  nothingDone: {
    nl: 'Er is niets veranderd.',
    en: 'Nothing has changed.',
  },
  notForYou: {
    nl: 'De vragen zijn voor leerkrachten. Hoe het met hen gaat, zie je in het kanaal van de begeleiders.',
    en: 'The questions are for teachers. The supervisors’ channel shows how they are doing.',
  },
  total: {
    nl: 'Totaal',
    en: 'Total',
  },
  scales: {
    nl: { vigour: 'Vitaliteit', dedication: 'Toewijding', absorption: 'Absorptie' },
    en: { vigour: 'Vigour', dedication: 'Dedication', absorption: 'Absorption' },
  },
  /** What the names of the scales mean, for first-time readers. */
  meaning: {
    nl: { vigour: 'energie', dedication: 'plezier en trots', absorption: 'erin opgaan' },
    en: { vigour: 'energy', dedication: 'joy and pride', absorption: 'being caught up in it' },
  },
  weekOf: {
    nl: (week: string) => `week ${Number(week.slice(6))}`,
    en: (week: string) => `week ${Number(week.slice(6))}`,
  },
  /** The axes of charts, from 0 to 6. */
  chartWeek: { nl: 'week', en: 'week' },
  chartScale: {
    nl: (value: number) => ({ 0: 'nooit 0', 6: 'elke\ndag 6' })[value] ?? String(value),
    en: (value: number) => ({ 0: 'never 0', 6: 'every\nday 6' })[value] ?? String(value),
  },
  chartAlt: {
    nl: (lines: readonly string[]) => `Lijngrafiek van 0 tot 6. ${lines.join(' ')}`,
    en: (lines: readonly string[]) => `Line chart from 0 to 6. ${lines.join(' ')}`,
  },
});
