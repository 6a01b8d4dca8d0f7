import type { Change } from '../../measurement/change.ts';
import { previousWeek, weekNumber, yearOf } from '../../measurement/iso-week.ts';
import type { RespondentBand } from '../../measurement/respondent-band.ts';
import { oneDecimal } from '../../text/numbers.ts';
import { translated } from '../../text/translated.ts';

export const trendTexts = translated({
  title: {
    nl: (week: string) => `Zo was week ${weekNumber(week)}`,
    en: (week: string) => `How week ${weekNumber(week)} was`,
  },
  sentence: {
    nl: (place: string, change: string) => `De leerkrachten zitten ${place}${change}.`,
    en: (place: string, change: string) => `The teachers are ${place}${change}.`,
  },
  /** With a no-break space, because on a phone the 6 would otherwise be alone on the next line. */
  at: {
    nl: (mean: number) => `op ${oneDecimal.nl(mean)} van\u00a06`,
    en: (mean: number) => `at ${oneDecimal.en(mean)} out of\u00a06`,
  },
  between: {
    nl: (low: number, high: number) => `tussen ${oneDecimal.nl(low)} en ${oneDecimal.nl(high)} van\u00a06`,
    en: (low: number, high: number) => `between ${oneDecimal.en(low)} and ${oneDecimal.en(high)} out of\u00a06`,
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
    nl: (mean: number) => oneDecimal.nl(mean),
    en: (mean: number) => oneDecimal.en(mean),
  },
  coarse: {
    nl: (low: number, high: number) => `tussen ${oneDecimal.nl(low)} en ${oneDecimal.nl(high)}`,
    en: (low: number, high: number) => `between ${oneDecimal.en(low)} and ${oneDecimal.en(high)}`,
  },
  change: {
    nl: (change: Change) => {
      if (change.direction === 'stable') return 'geen blijvend verschil met de weken ervoor';
      const comparison = change.direction === 'up' ? 'hoger' : 'lager';
      const { since, against, until: stopped } = change;
      if (since === null || against === null) return `${comparison} dan de week ervoor`;
      const last = stopped ?? previousWeek(since);
      const [from, until] = [weekNumber(against), weekNumber(last)];
      const within = against === last ? `week ${from}` : `week ${from} tot en met ${until}`;
      const over = `week ${from} van ${yearOf(against)} tot en met week ${until} van ${yearOf(last)}`;
      const weeks = yearOf(against) === yearOf(last) ? within : over;
      return `${comparison} dan in ${weeks}, sinds week ${weekNumber(since)}`;
    },
    en: (change: Change) => {
      if (change.direction === 'stable') return 'no lasting difference from the weeks before';
      const comparison = change.direction === 'up' ? 'higher' : 'lower';
      const { since, against, until: stopped } = change;
      if (since === null || against === null) return `${comparison} than the week before`;
      const last = stopped ?? previousWeek(since);
      const [from, until] = [weekNumber(against), weekNumber(last)];
      const within = against === last ? `week ${from}` : `weeks ${from} to ${until}`;
      const over = `week ${from} of ${yearOf(against)} to week ${until} of ${yearOf(last)}`;
      const weeks = yearOf(against) === yearOf(last) ? within : over;
      return `${comparison} than in ${weeks}, since week ${weekNumber(since)}`;
    },
  },
  /** Beside a figure in a post that says, about the total, with which weeks it is compared. */
  shortChange: {
    nl: ({ direction, since }: Change) =>
      `${direction === 'up' ? 'hoger' : 'lager'} ${since === null ? 'dan de week ervoor' : `sinds week ${weekNumber(since)}`}`,
    en: ({ direction, since }: Change) =>
      `${direction === 'up' ? 'higher' : 'lower'} ${since === null ? 'than the week before' : `since week ${weekNumber(since)}`}`,
  },
  noChange: {
    nl: 'Er zijn nog te weinig weken om mee te vergelijken.',
    en: 'There are too few weeks to compare with yet.',
  },
  /**
   * The lowest band without its lower end: next to the rule that a circle needs eight, '5 to 9' would look like a
   * mistake.
   */
  respondents: {
    nl: (band: RespondentBand) => {
      if (band === '5-9') return 'Minder dan 10 leerkrachten antwoordden.';
      return `${band === '50+' ? '50 of meer' : band.replace('-', ' tot ')} leerkrachten antwoordden.`;
    },
    en: (band: RespondentBand) => {
      if (band === '5-9') return 'Fewer than 10 teachers answered.';
      return `${band === '50+' ? '50 or more' : band.replace('-', ' to ')} teachers answered.`;
    },
  },
  withheld: {
    nl: 'Over deze week laten we geen cijfers zien, zodat niemand te herkennen is.',
    en: 'We show no figures for this week, so that nobody can be recognised.',
  },
  reachedNobody: {
    nl: (week: string) =>
      `Het bericht met de vragen is in week ${weekNumber(week)} bij niemand aangekomen. Daarom zijn er geen cijfers.`,
    en: (week: string) =>
      `The message with the questions reached nobody in week ${weekNumber(week)}. So there are no figures.`,
  },
  withheldParts: {
    nl: (names: readonly string[]) => `Niet apart te zien, zodat niemand te herkennen is: ${names.join(', ')}.`,
    en: (names: readonly string[]) => `Not shown separately, so that nobody can be recognised: ${names.join(', ')}.`,
  },
  unreachedParts: {
    nl: (names: readonly string[]) => `Hier kreeg niemand het bericht met de vragen: ${names.join(', ')}.`,
    en: (names: readonly string[]) => `Here nobody got the message with the questions: ${names.join(', ')}.`,
  },
  circlesTitle: {
    nl: (week: string) => `Week ${weekNumber(week)} per kring`,
    en: (week: string) => `Week ${weekNumber(week)} by circle`,
  },
  circlesButton: { nl: 'Per kring', en: 'By circle' },
  readingButton: { nl: 'Zo lees je dit', en: 'How to read this' },
  close: { nl: 'Sluiten', en: 'Close' },
  reading: {
    nl: 'Elk cijfer is een gemiddelde van 0 (nooit) tot 6 (elke dag). Vitaliteit is energie hebben in je werk, toewijding is er plezier in hebben en er trots op zijn, absorptie is erin opgaan. Het totaal is het gemiddelde van deze drie.',
    en: 'Each figure is an average from 0 (never) to 6 (every day). Vigour is having energy at work, dedication is taking joy and pride in it, absorption is being caught up in it. The total is the average of these three.',
  },
  chance: {
    nl: 'Een cijfer schommelt van week tot week, ook als er niets verandert. Het grijze vlak in het plaatje laat zien hoe ver het totaal ernaast kan zitten. Pas als drie weken samen duidelijk anders zijn dan de weken ervoor, staat het erbij.',
    en: 'A figure moves from week to week, even when nothing changes. The grey area in the picture shows how far off the total can be. A difference is only mentioned when three weeks together clearly differ from the weeks before.',
  },
  safety: {
    nl: (together: number, beside: number) =>
      `Er staat alleen een cijfer als minstens ${together} leerkrachten antwoordden, en van een kring apart pas bij minstens ${beside}. Soms staat er een bereik, zoals tussen 4,0 en 5,0. Zo is niemand te herkennen.`,
    en: (together: number, beside: number) =>
      `There is a figure only when at least ${together} teachers answered, and of a circle by itself when at least ${beside} did. Sometimes it is a range, such as between 4.0 and 5.0. That way nobody can be recognised.`,
  },
  onlySupervisors: {
    nl: 'Deze cijfers zijn voor de begeleiders.',
    en: 'These figures are for the supervisors.',
  },
  gone: {
    nl: 'Deze week is er niet meer.',
    en: 'This week is no longer there.',
  },
  chartTitle: {
    nl: (weeks: number) => (weeks === 1 ? 'De afgelopen week' : `De laatste ${weeks} weken`),
    en: (weeks: number) => (weeks === 1 ? 'The past week' : `The last ${weeks} weeks`),
  },
  turn: {
    nl: { up: '▲ hoger', down: '▼ lager' },
    en: { up: '▲ higher', down: '▼ lower' },
  },
  turnAlt: {
    nl: (week: string, direction: 'up' | 'down') =>
      `Het totaal is sinds week ${weekNumber(week)} ${direction === 'up' ? 'hoger' : 'lager'}.`,
    en: (week: string, direction: 'up' | 'down') =>
      `The total is ${direction === 'up' ? 'higher' : 'lower'} since week ${weekNumber(week)}.`,
  },
  span: {
    nl: (low: number, high: number) => `${oneDecimal.nl(low)}–${oneDecimal.nl(high)}`,
    en: (low: number, high: number) => `${oneDecimal.en(low)}–${oneDecimal.en(high)}`,
  },
  holiday: { nl: 'vakantie', en: 'holiday' },
  norm: {
    nl: (total: number) => `Ter vergelijking: het landelijke gemiddelde over alle beroepen is ${oneDecimal.nl(total)}.`,
    en: (total: number) => `For comparison: the national average over all kinds of work is ${oneDecimal.en(total)}.`,
  },
});
