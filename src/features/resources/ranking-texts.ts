import { translated } from '../../text/translated.ts';

/** 4 and 2026, of '2026-Q4'. */
const partsOf = (quarter: string) => ({ year: quarter.slice(0, 4), number: Number(quarter.slice(6)) });

/** The texts for supervisors about a closed quarter. */
export const rankingTexts = translated({
  title: {
    nl: (quarter: string) =>
      `Wat leerkrachten steunt, ${partsOf(quarter).number}e kwartaal van ${partsOf(quarter).year}`,
    en: (quarter: string) => `What supports teachers, quarter ${partsOf(quarter).number} of ${partsOf(quarter).year}`,
  },
  mark: { nl: 'gemiddeld, van 1 tot 5', en: 'on average, from 1 to 5' },
  line: {
    nl: (label: string, figure: string) => `${label}: ${figure}`,
    en: (label: string, figure: string) => `${label}: ${figure}`,
  },
  range: {
    nl: (low: string, high: string) => `tussen ${low} en ${high}`,
    en: (low: string, high: string) => `between ${low} and ${high}`,
  },
  tooFew: { nl: 'nog te weinig antwoorden', en: 'too few answers yet' },
  how: {
    nl: (fewest: number) =>
      `Van 1 (bijna nooit) tot 5 (bijna altijd), van minstens ${fewest} leerkrachten. Een bereik staat er waar een cijfer iemand zou verraden; wat een bereik heeft, kan ook een plaats hoger of lager horen.`,
    en: (fewest: number) =>
      `From 1 (almost never) to 5 (almost always), from at least ${fewest} teachers. There is a range where a figure would give somebody away; what has a range may belong a place higher or lower.`,
  },
  /** Below a picture that names them. */
  later: {
    nl: 'Wat nog te weinig antwoorden heeft, telt later mee.',
    en: 'What has too few answers yet will count later.',
  },
  withheld: {
    nl: (labels: readonly string[]) => `Nog te weinig antwoorden, ze tellen later mee: ${labels.join('; ')}.`,
    en: (labels: readonly string[]) => `Too few answers yet; they will count later: ${labels.join('; ')}.`,
  },
  pictured: {
    nl: (title: string, lines: readonly string[]) => `${title}, van 1 tot 5. ${lines.join('; ')}.`,
    en: (title: string, lines: readonly string[]) => `${title}, from 1 to 5. ${lines.join('; ')}.`,
  },
  none: {
    nl: (fewest: number) =>
      `Er is nog geen kwartaal om te laten zien. Daar zijn antwoorden van minstens ${fewest} leerkrachten op dezelfde vraag voor nodig.`,
    en: (fewest: number) =>
      `There is no quarter to show yet. It takes answers from at least ${fewest} teachers to the same question.`,
  },
});
