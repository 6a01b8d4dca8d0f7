import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
import { translated } from '../../text/translated.ts';

export const rosterTexts = translated({
  stillHere: {
    nl: (until: Date, timezone: string) =>
      `Je staat niet meer op de lijst van mensen die hier meedoen. Blijf je? Tik je niet op de knop, dan wis ik vanaf ${format(new TZDate(until, timezone), 'd MMMM', { locale: dutch })} alles wat ik van je bewaar, ook als je vragen beantwoordt.`,
    en: (until: Date, timezone: string) =>
      `You are no longer on the list of people who take part here. Are you staying? If you do not tap the button, I will erase everything I store about you from ${format(new TZDate(until, timezone), 'd MMMM')} on, also when you answer questions.`,
  },
  stillHereAgain: {
    nl: (until: Date, timezone: string) =>
      `Ik vraag het nog één keer: blijf je? Je staat niet meer op de lijst van mensen die hier meedoen. Tik je niet op de knop, dan wis ik vanaf ${format(new TZDate(until, timezone), 'd MMMM', { locale: dutch })} alles wat ik van je bewaar, ook als je vragen beantwoordt.`,
    en: (until: Date, timezone: string) =>
      `I ask you once more: are you staying? You are no longer on the list of people who take part here. If you do not tap the button, I will erase everything I store about you from ${format(new TZDate(until, timezone), 'd MMMM')} on, also when you answer questions.`,
  },
  stay: {
    nl: 'Ja, ik blijf',
    en: 'Yes, I am staying',
  },
  leaveNow: {
    nl: 'Wil je nu al weg? Typ dan: vergeet mij',
    en: 'Would you rather leave now? Type: forget me',
  },
  staying: {
    nl: 'Fijn dat je blijft. Er verandert niets.',
    en: 'Good that you are staying. Nothing changes.',
  },
  /** The table of who somebody is. */
  person: {
    nl: {
      title: 'Wie je bent',
      key: 'Kenmerk van de beheerder',
      name: 'Naam',
      role: 'Rol',
      school: 'School',
      circles: 'Kring',
      cluster: 'Cluster',
      language: 'Taal',
      languageChosen: 'Taal zelf gekozen',
      createdAt: 'Bekend sinds',
      joinedAt: 'Aangemeld met een code op',
      confirmedAt: 'Bevestigd op',
      missingSince: 'Niet meer op de lijst sinds',
      staysAt: 'Je zei dat je blijft op',
      consentedAt: 'Je zei ja op',
      consentBasis: 'Hoe je ja zei',
      consentVersion: 'Bij welke uitleg',
      declinedAt: 'Je zei nee op',
    },
    en: {
      title: 'Who you are',
      key: "The operator's name for you",
      name: 'Name',
      role: 'Role',
      school: 'School',
      circles: 'Circle',
      cluster: 'Cluster',
      language: 'Language',
      languageChosen: 'Language chosen yourself',
      createdAt: 'Known since',
      joinedAt: 'Joined by a code at',
      confirmedAt: 'Confirmed at',
      missingSince: 'No longer on the list since',
      staysAt: 'You said that you stay at',
      consentedAt: 'You said yes at',
      consentBasis: 'How you said yes',
      consentVersion: 'To which text',
      declinedAt: 'You said no at',
    },
  },
  /** Words for codes. */
  words: {
    nl: {
      role: { teacher: 'leerkracht', supervisor: 'begeleider', lead: 'teamleider' },
      platform: { slack: 'Slack', teams: 'Microsoft Teams' },
      consentBasis: { chat: 'in de chat', on_file: 'op papier', demonstration: 'verzonnen, voor de demonstratie' },
    },
    en: {
      role: { teacher: 'teacher', supervisor: 'supervisor', lead: 'team lead' },
      platform: { slack: 'Slack', teams: 'Microsoft Teams' },
      consentBasis: { chat: 'in the chat', on_file: 'on paper', demonstration: 'invented, for the demonstration' },
    },
  },
  accounts: {
    nl: {
      title: 'Waar je te bereiken bent',
      platform: 'Platform',
      workspace: 'Werkruimte',
      user: 'Nummer daar',
      conversation: 'Adres van ons gesprek',
      rank: 'Volgorde',
      unreachableSince: 'Onbereikbaar sinds',
      unreachableWhy: 'Waarom',
    },
    en: {
      title: 'Where you can be reached',
      platform: 'Platform',
      workspace: 'Workspace',
      user: 'Number there',
      conversation: 'Address of our conversation',
      rank: 'Order',
      unreachableSince: 'Not reached since',
      unreachableWhy: 'Why',
    },
  },
  messageNames: {
    nl: { 'still-here': 'vraag of je blijft', 'still-here-again': 'nog eens de vraag of je blijft' },
    en: { 'still-here': 'question whether you stay', 'still-here-again': 'the question whether you stay, once more' },
  },
});
