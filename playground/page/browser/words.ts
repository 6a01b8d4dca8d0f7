/** What the page itself says; what is in the messages comes from the app. */
const nl = {
  pageTitle: 'Polsslag · speeltuin',
  tagline: 'Speeltuin: een Slack en een Teams op je eigen computer',
  language: 'Taal van deze pagina',
  simulatedTime: 'Gesimuleerde tijd',
  nextCheckIn: 'Volgende check-in',
  nextMonday: 'Volgende maandag',
  moving: { 'next-check-in': 'De check-ins worden verstuurd…', 'next-monday': 'De week wordt gepubliceerd…' },
  offline: 'Geen verbinding met Polsslag. Deze pagina probeert het steeds opnieuw.',
  loading: 'Polsslag wordt geladen…',
  column: {
    teacher: (platform: string) => `${platform} van een leerkracht`,
    newcomer: (platform: string) => `${platform} van een nieuwkomer`,
    supervisor: (platform: string) => `${platform} van een begeleider`,
  },
  channelColumn: 'Kanaal van de begeleiders',
  person: 'Wie',
  roles: { teacher: 'Leerkrachten', newcomer: 'Nieuw, nog geen toestemming', supervisor: 'Begeleiders' },
  channel: 'Kanaal',
  nobody: 'Hier is nog niemand.',
  noChannel: 'Er is nog geen kanaal.',
  emptyChat: 'Nog geen berichten.',
  emptyFor: {
    teacher: 'Nog geen berichten.',
    newcomer: 'Nog geen berichten.',
    supervisor: 'Nog geen berichten. Begeleiders zien in hun kanaal hoe het met de groep gaat.',
  },
  messages: 'Berichten',
  home: 'Startpagina',
  chat: 'Berichten',
  homeEmpty: 'De startpagina is nog leeg.',
  onlyYou: 'Alleen jij ziet dit bericht',
  edited: '(bewerkt)',
  write: 'Schrijf een bericht aan Polsslag',
  slackHint: 'Bijvoorbeeld: hulp, of /polsslag check-in',
  teamsHint: 'Bijvoorbeeld: hulp, of check-in',
  send: 'Verstuur',
  close: 'Sluiten',
  cancel: 'Annuleren',
  choose: 'Kies…',
  app: 'App',
  problem: (what: string) => `Dat lukte niet (${what}).`,
  notInstalled: 'Polsslag is hier niet geïnstalleerd.',
};

export type Words = typeof nl;

const en: Words = {
  pageTitle: 'Polsslag · playground',
  tagline: 'Playground: a Slack and a Teams on your own computer',
  language: 'Language of this page',
  simulatedTime: 'Simulated time',
  nextCheckIn: 'Next check-in',
  nextMonday: 'Next Monday',
  moving: { 'next-check-in': 'The check-ins are being sent…', 'next-monday': 'The week is being published…' },
  offline: 'No connection with Polsslag. This page keeps trying.',
  loading: 'Polsslag is loading…',
  column: {
    teacher: (platform: string) => `A teacher's ${platform}`,
    newcomer: (platform: string) => `A newcomer's ${platform}`,
    supervisor: (platform: string) => `A supervisor's ${platform}`,
  },
  channelColumn: "The supervisors' channel",
  person: 'Who',
  roles: { teacher: 'Teachers', newcomer: 'New, no consent yet', supervisor: 'Supervisors' },
  channel: 'Channel',
  nobody: 'There is nobody here yet.',
  noChannel: 'There is no channel yet.',
  emptyChat: 'No messages yet.',
  emptyFor: {
    teacher: 'No messages yet.',
    newcomer: 'No messages yet.',
    supervisor: 'No messages yet. Supervisors see in their channel how the group is doing.',
  },
  messages: 'Messages',
  home: 'Home',
  chat: 'Messages',
  homeEmpty: 'The home page is still empty.',
  onlyYou: 'Only you can see this message',
  edited: '(edited)',
  write: 'Write a message to Polsslag',
  slackHint: 'For example: help, or /polsslag check-in',
  teamsHint: 'For example: help, or check-in',
  send: 'Send',
  close: 'Close',
  cancel: 'Cancel',
  choose: 'Choose…',
  app: 'App',
  problem: (what: string) => `That did not work (${what}).`,
  notInstalled: 'Polsslag is not installed here.',
};

export const LANGUAGES = { nl: 'Nederlands', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

const all: Readonly<Record<Language, Words>> = { nl, en };

export const wordsIn = (language: Language): Words => all[language];
