import { translated } from '../../text/translated.ts';

/** Above what is stored of who somebody is. */
export const rosterTexts = translated({
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
      createdAt: 'Bekend sinds',
      consentedAt: 'Je zei ja op',
      consentBasis: 'Hoe je ja zei',
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
      createdAt: 'Known since',
      consentedAt: 'You said yes at',
      consentBasis: 'How you said yes',
      declinedAt: 'You said no at',
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
});
