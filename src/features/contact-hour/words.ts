import type { Word } from '../../chat/word.ts';
import { saysWellAgain } from './well-again.ts';

export const WORDS: readonly Word[] = [
  {
    command: 'contact-hour',
    beforeStop: 'asks',
    ways: [
      ...['contactuurtje', 'contactuur', 'contact uur', 'contact hour', 'afspraak', 'appointment', 'mijn afspraak'],
      ...['mijn afspraken', 'my appointment', 'my appointments'],
      // The labels of an appointment's buttons, which mean the appointment and not the questions of the week.
      ...['afzeggen', 'verzetten', 'annuleren', 'ik wil mijn afspraak afzeggen', 'ik wil mijn afspraak verzetten'],
      ...['cancel', 'cancel appointment', 'cancel my appointment', 'move my appointment', 'reschedule'],
      ...['wachtlijst', 'van de wachtlijst', 'waiting list', 'afspraak maken', 'make an appointment'],
      ...['ik wil praten', 'ik wil iemand spreken', 'kan ik iemand spreken', 'can i talk to somebody'],
    ],
    listed: {
      nl: { type: 'contactuurtje', does: 'een moment met je begeleider', menu: 'een moment met je begeleider kiezen' },
      en: { type: 'contact hour', does: 'a time with your supervisor', menu: 'choose a time with your supervisor' },
    },
    atHome: 'first',
  },
  {
    command: 'hours',
    ways: ['uren', 'mijn uren', 'hours', 'my hours'],
    listed: {
      nl: { type: 'uren', does: 'je contactuurtjes zetten' },
      en: { type: 'hours', does: 'set your contact hours' },
    },
    for: 'supervisors',
    inMenu: false,
    // It is part of the agenda on the home page.
    atHome: false,
  },
  {
    command: 'agenda',
    ways: ['agenda', 'mijn agenda', 'my agenda', 'calendar', 'my calendar'],
    listed: {
      nl: { type: 'agenda', does: 'je afspraken met leerkrachten' },
      en: { type: 'calendar', does: 'your appointments with teachers' },
    },
    for: 'supervisors',
    inMenu: false,
    // It is part of the home page.
    atHome: false,
  },
  {
    command: 'ill',
    ways: ['ziek', 'ik ben ziek', 'ill', 'sick', 'i am ill'],
    listed: {
      nl: { type: 'ziek', does: 'je afspraken van vandaag afzeggen' },
      en: { type: 'ill', does: 'cancel today’s appointments' },
    },
    for: 'supervisors',
    inMenu: false,
    atHome: false,
  },
  { command: 'well-again', ways: [], isAll: saysWellAgain, for: 'everybody' },
];
