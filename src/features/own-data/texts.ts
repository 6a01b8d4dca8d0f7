import type { NotificationState } from '../../outbox/notification-state.ts';
import { translated } from '../../text/translated.ts';

export const ownDataTexts = translated({
  offer: {
    nl: 'Hier zie je alles wat ik van je bewaar. Je kunt het ook als bestand bewaren.',
    en: 'Here you see everything I store about you. You can also keep it as a file.',
  },
  linkWorks: {
    nl: 'De knop werkt een uur, en één keer. Deel het adres met niemand: wie het heeft, kan je gegevens zien.',
    en: 'The button works for an hour, and once. Share the address with nobody: whoever has it can see your data.',
  },
  open: {
    nl: 'Mijn gegevens bekijken',
    en: 'See my data',
  },
  noPage: {
    nl: (key: string) =>
      `Een pagina met je gegevens kan ik hier niet maken. Vraag ze aan wie Polsslag beheert. Die typt: polsslag person export ${key}`,
    en: (key: string) =>
      `I cannot make a page with your data here. Ask whoever operates Polsslag. They type: polsslag person export ${key}`,
  },
  forgetMe: {
    nl: 'Vergeet mij',
    en: 'Forget me',
  },
  forgetTitle: {
    nl: 'Zal ik je vergeten?',
    en: 'Shall I forget you?',
  },
  forget: {
    nl: 'Dan wis ik meteen alles wat ik van je bewaar: wie je bent, je antwoorden en al het andere. Dat kan niet terug.',
    en: 'Then I erase everything I store about you at once: who you are, your answers and all else. It cannot be undone.',
  },
  remains: {
    nl: 'Groepscijfers die al gepubliceerd zijn, blijven. Daar staat niemand in. Ook de berichten in deze chat blijven staan.',
    en: 'Group figures that were published already remain. Nobody is named in them. The messages in this chat remain too.',
  },
  mayReturn: {
    nl: 'Sta je nog op de lijst van de beheerder, dan kan die je opnieuw toevoegen. Ik vraag je dan eerst weer of je meedoet.',
    en: 'If you are still on the operator’s list, you may be added again. I would first ask you again whether you take part.',
  },
  yesForget: {
    nl: 'Ja, vergeet mij',
    en: 'Yes, forget me',
  },
  keep: {
    nl: 'Nee, wis niets',
    en: 'No, erase nothing',
  },
  kept: {
    nl: 'Goed, ik heb niets gewist.',
    en: 'Fine, I have erased nothing.',
  },
  page: {
    nl: {
      title: 'Jouw gegevens bij Polsslag',
      before: 'Op de volgende pagina staat alles wat Polsslag van je bewaart. Je kunt die pagina één keer openen.',
      alone: 'Zorg dat niemand meekijkt.',
      show: 'Laat mijn gegevens zien',
      intro: 'Dit is alles wat Polsslag van je bewaart. Alleen jij ziet deze pagina.',
      once: 'Sluit je deze pagina, dan is ze weg. Voor een nieuwe typ je in de chat: mijn gegevens',
      save: 'Bewaar als bestand (JSON)',
      nothing: 'Hiervan staat er niets van je',
      yes: 'ja',
      no: 'nee',
      used: 'Deze link is al gebruikt. Hij werkt één keer. Typ in de chat: mijn gegevens. Dan krijg je een nieuwe.',
      late: 'Deze link werkte een uur, en dat is voorbij. Typ in de chat: mijn gegevens. Dan krijg je een nieuwe.',
      unknown: 'Deze link werkt niet meer. Typ in de chat: mijn gegevens. Dan krijg je een nieuwe.',
    },
    en: {
      title: 'Your data at Polsslag',
      before: 'The next page shows everything that Polsslag stores about you. You can open that page once.',
      alone: 'See that nobody looks over your shoulder.',
      show: 'Show my data',
      intro: 'This is everything that Polsslag stores about you. Only you see this page.',
      once: 'Once you close this page it is gone. For a new one, type in the chat: my data',
      save: 'Save as a file (JSON)',
      nothing: 'Nothing of you is stored of this',
      yes: 'yes',
      no: 'no',
      used: 'This link was used already. It works once. Type in the chat: my data. Then you get a new one.',
      late: 'This link worked for an hour, and that is over. Type in the chat: my data. Then you get a new one.',
      unknown: 'This link no longer works. Type in the chat: my data. Then you get a new one.',
    },
  },
  messages: {
    nl: {
      title: 'Berichten die ik je stuurde',
      kind: 'Soort',
      createdAt: 'Geschreven',
      sentAt: 'Verstuurd',
      state: 'Hoe het afliep',
      notBefore: 'Niet eerder dan',
      notAfter: 'Niet later dan',
      reference: 'Nummer van het bericht',
      reason: 'Wat er misging',
    },
    en: {
      title: 'Messages I sent you',
      kind: 'Kind',
      createdAt: 'Written',
      sentAt: 'Sent',
      state: 'How it ended',
      notBefore: 'Not before',
      notAfter: 'Not after',
      reference: 'Number of the message',
      reason: 'What went wrong',
    },
  },
  states: {
    nl: {
      queued: 'wacht nog',
      sending: 'onderweg',
      sent: 'verstuurd',
      failed: 'niet gelukt',
      expired: 'niet verstuurd',
    } satisfies Record<NotificationState, string>,
    en: {
      queued: 'still waiting',
      sending: 'on its way',
      sent: 'sent',
      failed: 'failed',
      expired: 'not sent',
    } satisfies Record<NotificationState, string>,
  },
  links: {
    nl: { title: 'Links naar deze pagina', createdAt: 'Gemaakt', expiresAt: 'Werkt tot', usedAt: 'Gebruikt' },
    en: { title: 'Links to this page', createdAt: 'Made', expiresAt: 'Works until', usedAt: 'Used' },
  },
});
