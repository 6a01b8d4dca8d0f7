import type { RespondentBand } from '../../measurement/respondent-band.ts';
import type { readAlpha } from '../../measurement/statistics.ts';
import { translated } from '../../text/translated.ts';

type AlphaReading = ReturnType<typeof readAlpha>;

const twoDecimals = (value: number) =>
  value.toLocaleString('nl-NL', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const methodTexts = translated({
  title: {
    nl: 'Passen de vragen bij elkaar?',
    en: 'Do the questions belong together?',
  },
  summary: {
    nl: 'Passen de vragen bij elkaar? De stand van dit kwartaal',
    en: 'Do the questions belong together? How it stands this quarter',
  },
  intro: {
    nl: 'Bij vitaliteit, toewijding en absorptie horen elk drie vragen. Het getal zegt hoe goed die vragen bij elkaar passen: van 0 (niet) tot 1 (helemaal).',
    en: 'Vigour, dedication and absorption have three questions each. The number says how well those questions belong together: from 0 (not at all) to 1 (completely).',
  },
  figure: {
    nl: (alpha: number, end: 'low' | 'high' | null, reading: AlphaReading) => {
      const words = {
        good: 'passen goed bij elkaar',
        enough: 'passen voldoende bij elkaar',
        little: 'passen te weinig bij elkaar',
      };
      const ends = { low: ' of lager', high: ' of hoger' };
      return `${twoDecimals(alpha)}${end === null ? '' : ends[end]}, de vragen ${words[reading]}`;
    },
    en: (alpha: number, end: 'low' | 'high' | null, reading: AlphaReading) => {
      const words = {
        good: 'belong together well',
        enough: 'belong together enough',
        little: 'belong together too little',
      };
      const ends = { low: ' or lower', high: ' or higher' };
      return `${alpha.toFixed(2)}${end === null ? '' : ends[end]}, the questions ${words[reading]}`;
    },
  },
  reading: {
    nl: 'Vanaf 0,70 kun je het cijfer van een groep goed gebruiken, vanaf 0,80 passen de vragen goed bij elkaar. Is het getal lager dan 0,70? Wees dan voorzichtig met het cijfer van die drie vragen.',
    en: "From 0.70 on a group's figure is of good use, from 0.80 on the questions belong together well. Is the number below 0.70? Then be careful with the figure of those three questions.",
  },
  limits: {
    nl: 'Het getal zegt niet of we het juiste meten. Met meer vragen wordt het vanzelf hoger. We gaan ervan uit dat de drie vragen even zwaar tellen. Tussen de eerste en de laatste vraag van een ronde zitten twee weken, of meer als er bijvoorbeeld een vakantie tussen ligt. Dat maakt het getal lager.',
    en: 'The number does not say whether we measure the right thing. With more questions it rises by itself. We take the three questions to weigh alike. Between the first and the last question of a round lie two weeks, or more, with a holiday in between for instance. That makes the number lower.',
  },
  basis: {
    nl: (cycles: number, band: RespondentBand) =>
      `Berekend over minstens ${cycles} rondes van drie check-ins waarin een leerkracht alle negen vragen beantwoordde, van ${band === '50+' ? '50 of meer' : band.replace('-', ' tot ')} leerkrachten.`,
    en: (cycles: number, band: RespondentBand) =>
      `Taken over at least ${cycles} rounds of three check-ins in which a teacher answered all nine questions, of ${band === '50+' ? '50 or more' : band.replace('-', ' to ')} teachers.`,
  },
  tooFew: {
    nl: (cycles: number, teachers: number) =>
      `Er is nog geen cijfer. Daarvoor zijn ${cycles} volledige rondes van drie check-ins nodig, van minstens ${teachers} leerkrachten, waarvan niet meer dan een derde van dezelfde twee.`,
    en: (cycles: number, teachers: number) =>
      `There is no figure yet. It takes ${cycles} complete rounds of three check-ins, of at least ${teachers} teachers, no more than a third of them by the same two.`,
  },
});
