import type { RespondentBand } from '../../measurement/respondent-band.ts';
import { oneDecimal } from '../../text/numbers.ts';
import { translated } from '../../text/translated.ts';

export const trendTexts = translated({
  title: {
    nl: (week: string) => `Zo was week ${Number(week.slice(6))}`,
    en: (week: string) => `How week ${Number(week.slice(6))} was`,
  },
  summary: {
    nl: (week: string) => `Zo was week ${Number(week.slice(6))} voor de leerkrachten`,
    en: (week: string) => `How week ${Number(week.slice(6))} was for the teachers`,
  },
  partnership: {
    nl: 'Alle kringen samen',
    en: 'All circles together',
  },
  circle: {
    nl: (name: string) => `Kring ${name}`,
    en: (name: string) => `Circle ${name}`,
  },
  otherCircles: {
    nl: 'Overige kringen',
    en: 'Other circles',
  },
  figure: {
    nl: (mean: number, interval: readonly [number, number] | null) =>
      interval === null
        ? oneDecimal.nl(mean)
        : `${oneDecimal.nl(mean)} (${oneDecimal.nl(interval[0])} tot ${oneDecimal.nl(interval[1])})`,
    en: (mean: number, interval: readonly [number, number] | null) =>
      interval === null
        ? oneDecimal.en(mean)
        : `${oneDecimal.en(mean)} (${oneDecimal.en(interval[0])} to ${oneDecimal.en(interval[1])})`,
  },
  coarse: {
    nl: (low: number, high: number) => `tussen ${oneDecimal.nl(low)} en ${oneDecimal.nl(high)}`,
    en: (low: number, high: number) => `between ${oneDecimal.en(low)} and ${oneDecimal.en(high)}`,
  },
  change: {
    nl: { up: 'omhoog', down: 'omlaag', stable: 'gelijk gebleven' },
    en: { up: 'up', down: 'down', stable: 'unchanged' },
  },
  noChange: {
    nl: 'Er is nog geen eerdere week om mee te vergelijken.',
    en: 'There is no earlier week to compare with yet.',
  },
  respondents: {
    nl: (band: RespondentBand) =>
      `${band === '50+' ? '50 of meer' : band.replace('-', ' tot ')} leerkrachten antwoordden`,
    en: (band: RespondentBand) => `${band === '50+' ? '50 or more' : band.replace('-', ' to ')} teachers answered`,
  },
  withheld: {
    nl: 'Deze week laten we geen cijfers zien, zodat niemand te herkennen is.',
    en: 'Too few or too similar answers this week. We show nothing, so that nobody can be recognised.',
  },
  withheldParts: {
    nl: (names: readonly string[]) => `Niet apart te zien, zodat niemand te herkennen is: ${names.join(', ')}.`,
    en: (names: readonly string[]) => `Not shown separately, so that nobody can be recognised: ${names.join(', ')}.`,
  },
  reading: {
    nl: 'Elk cijfer loopt van 0 (nooit) tot 6 (elke dag) en is een gemiddelde van minstens vijf leerkrachten die antwoordden. Tussen haakjes staat hoe ver het ernaast kan zitten.',
    en: 'Each figure runs from 0 (never) to 6 (every day) and is an average of at least five teachers who answered. Between brackets stands how far off it can be.',
  },
  chartTitle: {
    nl: (weeks: number) => (weeks === 1 ? 'Deze week' : `De laatste ${weeks} weken`),
    en: (weeks: number) => (weeks === 1 ? 'This week' : `The last ${weeks} weeks`),
  },
  chartBand: {
    nl: 'Het grijze vlak laat zien hoe onzeker het totaal is.',
    en: 'The grey area shows how uncertain the total is.',
  },
  chartAlt: {
    nl: (lines: readonly string[]) => `Lijngrafiek van 0 tot 6. ${lines.join(' ')}`,
    en: (lines: readonly string[]) => `Line chart from 0 to 6. ${lines.join(' ')}`,
  },
  norm: {
    nl: (total: number) => `Ter vergelijking: het landelijke gemiddelde over alle beroepen is ${oneDecimal.nl(total)}.`,
    en: (total: number) => `For comparison: the national average over all kinds of work is ${oneDecimal.en(total)}.`,
  },
});
