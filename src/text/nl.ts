import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
import type { Texts } from './texts-shape.ts';

const twoDecimals = (value: number) =>
  value.toLocaleString('nl-NL', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const number = (value: number) => value.toLocaleString('nl-NL', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const nl: Texts = {
  languageName: 'Nederlands',
  checkIn: {
    summary: 'Drie korte vragen over je werk',
    progress: (index, of) => `Vraag ${index} van ${of}`,
    whoSees: 'Alleen jij ziet je antwoorden. Je begeleiders zien gemiddelden van een groep.',
    thanks: 'Dank je wel, je hebt alle vragen beantwoord.',
    thanksMore: 'Tot de volgende keer.',
    change: 'Antwoorden bekijken of wijzigen',
    closed: 'Deze vragen zijn gesloten. Er wordt niets meer bewaard.',
    stopped: 'Je doet niet meer mee, dus hier wordt niets meer bewaard. Wil je weer meedoen? Typ dan: start',
    none: 'Er staan nu geen vragen voor je klaar.',
    dialogTitle: 'Je antwoorden',
    dialogIntro: (until) =>
      `Alleen jij ziet dit. Je kunt je antwoorden wijzigen tot en met ${format(new TZDate(until.getTime() - 1, 'Europe/Amsterdam'), 'EEEE d MMMM', { locale: dutch })}.`,
    notAnswered: 'Nog niet beantwoord',
    save: 'Opslaan',
    close: 'Sluiten',
    saved: 'Je antwoorden zijn opgeslagen.',
    tooLate: 'Deze vragen zijn gesloten. Je antwoorden zijn niet veranderd.',
    notStored: 'Dit antwoord is niet bewaard. Typ check-in om je vragen te zien.',
    notChanged: 'Je wijziging is niet bewaard. Typ check-in om je vragen te zien.',
    nothingChosen: 'Je hebt niets gekozen, dus er is niets veranderd.',
    keptFirst: 'Die vraag had je al beantwoord. Je eerste antwoord blijft staan.',
    gone: 'Deze vragen zijn er niet meer. Typ check-in om je vragen te zien.',
    unknown: 'Ik ken je nog niet, dus er is niets bewaard. Vraag je begeleider om je toe te voegen.',
  },
  people: {
    greeting: 'Hoi, ik ben Polsslag',
    invitation:
      'Eén keer per week stel ik je drie korte vragen over je werk met leerlingen die extra hulp nodig hebben. Je antwoordt met één tik per vraag. Zo zien je begeleiders hoe het met de groep gaat, en kunnen zij beter helpen.',
    whoSees:
      'Alleen jij ziet je antwoorden. Anderen zien alleen gemiddelden van minstens vijf leerkrachten. Je mag altijd stoppen: typ dan stop.',
    privacy: 'Zo gaat Polsslag met je antwoorden om',
    yes: 'Ja, ik doe mee',
    no: 'Nee, liever niet',
    welcome: 'Fijn dat je meedoet. Binnen een week krijg je je eerste vragen, buiten de vakanties.',
    declined: 'Prima, je krijgt geen vragen van mij. Wil je later toch meedoen? Typ dan: start',
    stopped:
      'Je krijgt geen vragen meer van mij. Je eerdere antwoorden blijven bewaard, en alleen jij ziet ze. Wil je weer meedoen? Typ dan: start',
    unknown: 'Ik ken je nog niet. Vraag je begeleider om je toe te voegen.',
    notForYou: 'De vragen zijn voor leerkrachten. In het kanaal van de begeleiders zie je elke maandag hoe het gaat.',
    help: 'Dit kun je typen: check-in (je vragen van deze week), start (meedoen), stop (niet meer meedoen), hulp (deze uitleg).',
    myAnswers: 'Mijn antwoorden',
    languageLabel: 'Taal',
    homeTitle: 'Polsslag',
    taking: 'Je doet mee. Elke week krijg je drie korte vragen, buiten de vakanties.',
    notTaking: 'Je doet niet mee, dus je krijgt geen vragen.',
    outdated: 'Deze knop werkt niet meer, dus er is niets bewaard. Typ hulp om te zien wat je kunt doen.',
    again: 'Weer meedoen',
    stop: 'Stoppen met de vragen',
    stay: 'Nee, ik blijf meedoen',
    perhapsStop: 'Bedoel je: stop? Dan krijg je geen vragen meer van mij.',
    perhapsStart: 'Bedoel je: start? Dan krijg je elke week drie korte vragen.',
    notUnderstood: 'Dat begrijp ik niet.',
    mentioned: 'Hier lezen anderen mee: open een gesprek met mij alleen en typ daar hulp.',
    addedAmongOthers: 'Hoi, ik ben Polsslag. Wil je met mij praten, open dan een chat met mij alleen en typ daar hulp.',
    busy: 'Het lukt nu even niet. Er is nog niets veranderd. Probeer het over een minuut nog eens.',
    nothingDone: 'Er is niets veranderd.',
    doneBefore: 'Dit is al verwerkt. Er is niets meer veranderd.',
    unreadable: 'Dit kwam niet goed over, dus er is niets bewaard. Typ hulp om te zien wat je kunt doen.',
    notConnected: 'Polsslag is hier niet verbonden, dus er is niets bewaard. Vraag je begeleider om hulp.',
  },
  own: {
    title: 'Mijn antwoorden',
    intro: 'Alleen jij ziet dit.',
    none: 'Je hebt nog geen vragen beantwoord.',
    line: 'Jouw lijn (0 is nooit, 6 is elke dag)',
    scales: { vigour: 'energie', dedication: 'plezier en trots', absorption: 'erin opgaan' },
    lineLater: 'Na drie weken zie je hier hoe het met jou ging.',
    weekOf: (week) => `week ${Number(week.slice(6))}`,
    close: 'Sluiten',
  },
  trend: {
    title: (week) => `Zo was week ${Number(week.slice(6))}`,
    summary: (week) => `Zo was week ${Number(week.slice(6))} voor de leerkrachten`,
    total: 'Totaal',
    scales: { vigour: 'Vitaliteit', dedication: 'Toewijding', absorption: 'Absorptie' },
    partnership: 'Alle kringen samen',
    circle: (name) => `Kring ${name}`,
    otherCircles: 'Overige kringen',
    figure: (mean, interval) =>
      interval === null ? number(mean) : `${number(mean)} (${number(interval[0])} tot ${number(interval[1])})`,
    coarse: (low, high) => `tussen ${number(low)} en ${number(high)}`,
    change: { up: 'omhoog', down: 'omlaag', stable: 'gelijk gebleven' },
    noChange: 'Er is nog geen eerdere week om mee te vergelijken.',
    respondents: (band) => `${band === '50+' ? '50 of meer' : band.replace('-', ' tot ')} leerkrachten antwoordden`,
    withheld: 'Deze week laten we geen cijfers zien, zodat niemand te herkennen is.',
    withheldParts: (names) => `Niet apart te zien, zodat niemand te herkennen is: ${names.join(', ')}.`,
    reading:
      'Elk cijfer loopt van 0 (nooit) tot 6 (elke dag) en is een gemiddelde van minstens vijf leerkrachten die antwoordden. Tussen haakjes staat hoe ver het ernaast kan zitten.',
    chartTitle: (weeks) => (weeks === 1 ? 'Deze week' : `De laatste ${weeks} weken`),
    chartBand: 'Het grijze vlak laat zien hoe onzeker het totaal is.',
    chartAlt: (lines) => `Lijngrafiek van 0 tot 6. ${lines.join(' ')}`,
    norm: (total) => `Ter vergelijking: het landelijke gemiddelde over alle beroepen is ${number(total)}.`,
  },
  method: {
    title: 'Passen de vragen bij elkaar?',
    summary: 'Passen de vragen bij elkaar? De stand van dit kwartaal',
    intro:
      'Elke schaal heeft drie vragen. Cronbachs alfa zegt hoe goed die drie bij elkaar passen: van 0 (niet) tot 1 (helemaal).',
    figure: (alpha, end, reading) => {
      const words = {
        good: 'passen goed bij elkaar',
        enough: 'passen voldoende bij elkaar',
        little: 'passen te weinig bij elkaar',
      };
      const ends = { low: ' of lager', high: ' of hoger' };
      return `${twoDecimals(alpha)}${end === null ? '' : ends[end]}, de vragen ${words[reading]}`;
    },
    reading:
      'Vanaf 0,70 kun je het cijfer van een groep goed gebruiken, vanaf 0,80 passen de vragen goed bij elkaar. Onder 0,70: lees het cijfer van die schaal met voorzichtigheid.',
    limits:
      'Alfa zegt niet of we het juiste meten. Met meer vragen wordt alfa vanzelf hoger. De berekening gaat ervan uit dat de drie vragen even zwaar tellen. De antwoorden liggen tot twee weken uit elkaar, en dat maakt alfa lager.',
    basis: (cycles, band) =>
      `Berekend over minstens ${cycles} rondes van drie weken waarin een leerkracht alle negen vragen beantwoordde, van ${band === '50+' ? '50 of meer' : band.replace('-', ' tot ')} leerkrachten.`,
    tooFew: (cycles, teachers) =>
      `Er is nog geen cijfer. Daarvoor zijn ${cycles} volledige rondes van drie weken nodig, van minstens ${teachers} leerkrachten, waarvan niet meer dan een derde van dezelfde twee.`,
  },
};
