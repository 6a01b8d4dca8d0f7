import type { RespondentBand } from '../../measurement/respondent-band.ts';
import { oneDecimal } from '../../text/numbers.ts';
import { sayMoment } from '../../text/say-moment.ts';
import { translated } from '../../text/translated.ts';
import type { ItemCode } from './items.ts';
import type { NotOpened } from './start-campaign.ts';

/** The subject in a sentence; null is the team. */
const by = {
  nl: (about: string | null) => (about === null ? 'de begeleiding door het team' : `de begeleiding door ${about}`),
  en: (about: string | null) => (about === null ? 'the guidance by the team' : `the guidance by ${about}`),
} as const;

/** Who sees the results. */
const whoReads = {
  nl: (about: string | null) => (about === null ? 'De teamleider ziet' : `${about} en de teamleider zien`),
  en: (about: string | null) => (about === null ? 'The team lead sees' : `${about} and the team lead see`),
} as const;

const manyOf = {
  nl: (band: RespondentBand) => (band === '50+' ? '50 of meer' : band.replace('-', ' tot ')),
  en: (band: RespondentBand) => (band === '50+' ? '50 or more' : band.replace('-', ' to ')),
} as const;

/** The texts about evaluations in a chat; the page's texts are beside the page. */
export const evaluationTexts = translated({
  title: {
    nl: (about: string | null) => `Wat vind je van ${by.nl(about)}?`,
    en: (about: string | null) => `What do you think of ${by.en(about)}?`,
  },
  invitation: {
    nl: 'Zeven korte vragen, twee minuten. Je vult ze in op een webpagina, en je naam gaat niet mee: Polsslag kan je antwoorden niet aan jou koppelen.',
    en: 'Seven short questions, two minutes. You answer them on a web page, and your name does not go along: Polsslag cannot link your answers to you.',
  },
  seenBy: {
    nl: (about: string | null) =>
      `${whoReads.nl(about)} pas na afloop iets: gemiddelden van minstens vijf formulieren, en vanaf tien ook jullie zinnen, door elkaar.`,
    en: (about: string | null) =>
      `${whoReads.en(about)} nothing until it is over: then averages of at least five forms, and from ten on your sentences too, shuffled.`,
  },
  until: {
    nl: (at: Date, timezone: string) =>
      `Beginnen kan tot ${sayMoment(at, timezone, 'nl')}. De knop is alleen voor jou.`,
    en: (at: Date, timezone: string) =>
      `You can begin until ${sayMoment(at, timezone, 'en')}. The button is for you only.`,
  },
  checkNumber: {
    nl: (checkNumber: string) => `Controlegetal, voor iedereen hetzelfde:\n${checkNumber}`,
    en: (checkNumber: string) => `Check number, the same for everybody:\n${checkNumber}`,
  },
  /** When one message is about several evaluations. */
  several: {
    nl: (count: number) => `Er zijn nu ${count} evaluaties voor je. Je kiest zelf aan welke je meedoet.`,
    en: (count: number) => `There are ${count} evaluations for you now. You choose in which you take part.`,
  },
  open: { nl: 'Evaluatie openen', en: 'Open the evaluation' },
  reminder: {
    nl: 'Een herinnering, één keer en voor iedereen: wij weten niet wie al meedeed. Deed je al mee? Open de evaluatie dan nog één keer: staat er ‘Dank je wel’, dan is je antwoord binnen.',
    en: 'A reminder, once and for everybody: we do not know who took part already. Did you? Then open the evaluation once more: if it says ‘Thank you’, your answer has arrived.',
  },
  noneOpen: {
    nl: 'Er loopt nu geen evaluatie waarvoor je bent uitgenodigd.',
    en: 'You are not invited to any evaluation right now.',
  },

  opened: {
    nl: (about: string | null, until: Date, timezone: string) =>
      `De evaluatie van ${by.nl(about)} is begonnen. Leerkrachten die het afgelopen kwartaal hulp kregen, worden uitgenodigd, behalve wie nu geen vragen krijgt, bijvoorbeeld door een pauze. Ze sluit op ${sayMoment(until, timezone, 'nl')}. Bij te weinig formulieren is er geen uitslag.`,
    en: (about: string | null, until: Date, timezone: string) =>
      `The evaluation of ${by.en(about)} has begun. Teachers who got help in the last quarter are invited, except those who get no questions now, for example because of a break. It closes on ${sayMoment(until, timezone, 'en')}. With too few forms there is no result.`,
  },
  whyCheckNumber: {
    nl: 'Elke uitnodiging voor deze evaluatie heeft dit zelfde controlegetal. Krijgt iemand een ander getal, dan klopt er iets niet.',
    en: 'Every invitation to this evaluation has this same check number. If somebody gets another one, something is wrong.',
  },
  closed: {
    nl: (about: string | null) =>
      `De evaluatie van ${by.nl(about)} is gesloten. ${about === null ? 'De teamleider krijgt' : `${about} en de teamleider krijgen`} de uitslag.`,
    en: (about: string | null) =>
      `The evaluation of ${by.en(about)} is closed. ${about === null ? 'The team lead gets' : `${about} and the team lead get`} the result.`,
  },

  resultTitle: {
    nl: (about: string | null) => `Evaluatie van ${by.nl(about)}`,
    en: (about: string | null) => `Evaluation of ${by.en(about)}`,
  },
  how: {
    nl: (raters: RespondentBand) => `Van 1 (helemaal niet) tot 5 (helemaal), uit ${manyOf.nl(raters)} formulieren.`,
    en: (raters: RespondentBand) => `From 1 (not at all) to 5 (completely), of ${manyOf.en(raters)} forms.`,
  },
  /** About some of the items; the view chooses them. */
  differed: {
    nl: (items: readonly string[]) => `Hierover dachten leerkrachten verschillend: ${items.join('; ')}.`,
    en: (items: readonly string[]) => `Teachers had different views on this: ${items.join('; ')}.`,
  },
  overall: {
    nl: (mean: number) => `Al met al: ${oneDecimal.nl(mean)} van 5`,
    en: (mean: number) => `Overall: ${oneDecimal.en(mean)} out of 5`,
  },
  /** The figure first, because people look for it, and so that it stays on one line. */
  mean: {
    nl: (item: string, mean: number) => `${oneDecimal.nl(mean)} · ${item}`,
    en: (item: string, mean: number) => `${oneDecimal.en(mean)} · ${item}`,
  },
  tooFewForItem: {
    nl: (item: string) => `– · ${item} (te weinig antwoorden)`,
    en: (item: string) => `– · ${item} (too few answers)`,
  },
  tooFew: {
    nl: (fewest: number) =>
      `Minder dan ${fewest} leerkrachten vulden iets in. Daarom laten we niets zien: anders kon je raden wie wat zei.`,
    en: (fewest: number) =>
      `Fewer than ${fewest} teachers filled something in. So we show nothing: you might guess who said what.`,
  },
  tooFewKept: {
    nl: 'Wat binnenkwam, is bewaard en telt mee in een volgende ronde. Die kun je starten vanaf zes weken na het begin van deze.',
    en: 'What came in is kept and counts in the next round. You can start that one from six weeks after this one began.',
  },
  textsErased: {
    nl: 'Wat leerkrachten schreven, is gewist. Dat gebeurt zes maanden na de sluiting.',
    en: 'What teachers wrote has been erased. That happens six months after the close.',
  },
  textsWait: {
    nl: 'Wat leerkrachten schreven, tonen we vanaf tien evaluaties. Het blijft bewaard voor de volgende ronde.',
    en: 'What teachers wrote is shown from ten evaluations on. It is kept for the next round.',
  },
  read: {
    nl: (count: number) => `Lees wat ze schreven (${count})`,
    en: (count: number) => `Read what they wrote (${count})`,
  },
  keep: { nl: 'Wat moet zo blijven', en: 'What should stay' },
  change: { nl: 'Wat kan anders', en: 'What could change' },
  more: { nl: 'Verder lezen', en: 'Read on' },
  textsNote: {
    nl: 'In willekeurige volgorde. Probeer niet te raden wie wat schreef. We wissen dit zes maanden na de sluiting.',
    en: 'In random order. Please do not try to guess who wrote what. We erase this six months after the close.',
  },

  overview: { nl: 'Anonieme evaluatie', en: 'Anonymous evaluation' },
  about: {
    nl: 'Leerkrachten die het afgelopen kwartaal hulp kregen, zeggen wat ze ervan vonden. Wie wat zei, weet niemand.',
    en: 'Teachers who got help in the last quarter say what they thought of it. Nobody knows who said what.',
  },
  running: {
    nl: (about: string | null, until: Date, timezone: string) =>
      `Er loopt een evaluatie van ${by.nl(about)}, tot ${sayMoment(until, timezone, 'nl')}.`,
    en: (about: string | null, until: Date, timezone: string) =>
      `An evaluation of ${by.en(about)} is running, until ${sayMoment(until, timezone, 'en')}.`,
  },
  repeating: {
    nl: (about: string | null) => `Na een kwartaal begint vanzelf een nieuwe evaluatie van ${by.nl(about)}.`,
    en: (about: string | null) => `After a quarter a new evaluation of ${by.en(about)} begins by itself.`,
  },
  stopRepeating: { nl: 'Niet meer herhalen', en: 'No longer repeat' },
  stopped: { nl: 'Er begint geen nieuwe evaluatie meer vanzelf.', en: 'No new evaluation begins by itself any more.' },
  start: { nl: 'Evaluatie starten', en: 'Start an evaluation' },
  dialogIntro: {
    nl: 'Uitgenodigd wordt wie het afgelopen kwartaal een bezoek of een contactuurtje had, behalve wie nu geen vragen krijgt, bijvoorbeeld door een pauze. Wie wordt uitgenodigd, krijgt één bericht en één herinnering. De uitslag komt na de sluiting, vanaf vijf evaluaties. Wat leerkrachten schrijven, zie je vanaf tien.',
    en: 'Whoever had a visit or a contact hour in the last quarter is invited. Those who get no questions now, for example because of a break, are not. Whoever is invited gets one message and one reminder. The result comes after it closes, from five evaluations on. What teachers write is shown from ten on.',
  },
  whom: { nl: 'Over wie?', en: 'About whom?' },
  myself: { nl: 'Mijn eigen begeleiding', en: 'My own guidance' },
  team: { nl: 'Het hele team', en: 'The whole team' },
  closesOn: { nl: 'Sluit op', en: 'Closes on' },
  closesHelp: {
    nl: 'Om 17:00 uur. Beginnen kan tot twee dagen ervoor.',
    en: 'At 17:00. Teachers can begin until two days before.',
  },
  repeat: { nl: 'Herhalen', en: 'Repeat' },
  everyQuarter: { nl: 'Elk kwartaal vanzelf opnieuw', en: 'By itself again every quarter' },
  begin: { nl: 'Starten', en: 'Start' },
  close: { nl: 'Sluiten', en: 'Close' },
  missing: { nl: 'Kies een dag.', en: 'Choose a day.' },
  tooShort: {
    nl: (day: string) =>
      `Kies ${day} of later. Wie deze week al een bericht kreeg, wordt pas volgende week uitgenodigd.`,
    en: (day: string) => `Choose ${day} or later. Whoever has had a message this week is invited only next week.`,
  },
  wrongDay: {
    nl: 'Kies een dag die minstens één week en hoogstens zes weken verder ligt.',
    en: 'Choose a day that is at least one week and at most six weeks away.',
  },
  /** The same for any number of invited people: a number would reveal who pauses. */
  started: {
    nl: (fewest: number) =>
      `De evaluatie is begonnen. Leerkrachten krijgen hun uitnodiging op een goed moment, behalve wie nu geen vragen krijgt, bijvoorbeeld door een pauze. Komen er minder dan ${fewest} formulieren, dan is er geen uitslag. Wat er dan is, telt mee in een volgende ronde.`,
    en: (fewest: number) =>
      `The evaluation has begun. Teachers get their invitation at a good moment, except those who get no questions now, for example because of a break. With fewer than ${fewest} forms there is no result. What there is then counts in a next round.`,
  },
  notOpened: {
    nl: {
      few: 'Te weinig leerkrachten hadden hulp in het afgelopen kwartaal. Er zijn er vijf nodig om ooit iets te laten zien, dus we storen niemand.',
      untimely: 'Te veel leerkrachten hebben dan vakantie. Kies een latere dag.',
      running: 'Er loopt al een evaluatie. Wacht tot die gesloten is.',
      recent: 'De vorige evaluatie is nog geen zes weken geleden. Wacht even met een nieuwe.',
      nowhere: 'Polsslag heeft nog geen adres op internet. Vraag het aan de beheerder.',
    } satisfies Record<NotOpened, string>,
    en: {
      few: 'Too few teachers got help in the last quarter. It takes five to ever show anything, so nobody is disturbed.',
      untimely: 'Too many teachers are on holiday then. Choose a later day.',
      running: 'An evaluation is already running. Wait until it has closed.',
      recent: 'The last evaluation was less than six weeks ago. Wait a while before the next one.',
      nowhere: 'Polsslag has no address on the internet yet. Ask the operator.',
    },
  },

  items: {
    nl: {
      NEW: 'Bracht mij iets nieuws',
      PRACTICAL: 'Praktisch en meteen te gebruiken',
      RECOGNISED: 'Mijn probleem werd herkend',
      AGREED_TIMES: 'Afgesproken tijden klopten',
      EXPERTISE: 'Kennis die we op school niet hebben',
      FREE_TO_SPEAK: 'Ik kon zeggen wat ik denk',
      OVERALL: 'Al met al',
    } satisfies Record<ItemCode, string>,
    en: {
      NEW: 'Brought me something new',
      PRACTICAL: 'Practical, and usable at once',
      RECOGNISED: 'My problem was recognised',
      AGREED_TIMES: 'Agreed times were kept',
      EXPERTISE: 'Knowledge that our school lacks',
      FREE_TO_SPEAK: 'I could say what I think',
      OVERALL: 'Overall',
    },
  },

  /** The table of what is stored about a teacher. */
  stored: {
    nl: {
      title: 'Evaluaties waarvoor je bent uitgenodigd; wat je daarin antwoordde, kunnen we niet weten',
      about: 'Over',
      openedAt: 'Begonnen',
      closesAt: 'Sluit',
      used: 'Uitnodiging gebruikt (tot de sluiting)',
    },
    en: {
      title: 'Evaluations to which you were invited; what you answered in them we cannot know',
      about: 'About',
      openedAt: 'Began',
      closesAt: 'Closes',
      used: 'Invitation used (until the close)',
    },
  },
  storedOwn: {
    nl: { title: 'Evaluaties van jouw begeleiding', openedAt: 'Begonnen', closesAt: 'Sluit', result: 'Uitslag' },
    en: { title: 'Evaluations of your guidance', openedAt: 'Began', closesAt: 'Closes', result: 'Result' },
  },
  teamName: { nl: 'het team', en: 'the team' },
  messageNames: {
    nl: {
      evaluation: 'uitnodiging voor een evaluatie',
      'evaluation-reminder': 'herinnering aan een evaluatie',
      'evaluation-result': 'uitslag van je evaluatie',
    },
    en: {
      evaluation: 'invitation to an evaluation',
      'evaluation-reminder': 'reminder of an evaluation',
      'evaluation-result': 'result of your evaluation',
    },
  },
});
