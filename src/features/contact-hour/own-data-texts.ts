import { translated } from '../../text/translated.ts';
import type { Appointment } from './appointment.ts';

type Ending = NonNullable<Appointment['endedBy']>;

/** The names, on the page with somebody's own data, of what is stored about contact hours. */
export const hourDataTexts = translated({
  stored: {
    nl: {
      appointments: {
        title: 'Contactuurtjes',
        begins: 'Begin',
        ends: 'Einde',
        supervisor: 'Begeleider',
        teacher: 'Leerkracht',
        place: 'Waar',
        topic: 'Onderwerp',
        endedAt: 'Geëindigd',
        endedBy: 'Waarom',
      },
      hours: {
        title: 'Uren van een begeleider',
        weekday: 'Dag van de week',
        begins: 'Van',
        ends: 'Tot',
        slotMinutes: 'Minuten per gesprek',
        place: 'Waar',
        firstDay: 'Vanaf',
        lastDay: 'Tot en met',
        removedAt: 'Gestopt',
      },
      absences: { title: 'Dagen zonder contactuurtje', day: 'Dag', ill: 'Ziek' },
      waiting: { title: 'Wachtlijst voor een contactuurtje', since: 'Sinds', lostOne: 'Een afspraak ging niet door' },
      feed: { title: 'Eigen agenda-adres', version: 'Hoe vaak vernieuwd' },
    },
    en: {
      appointments: {
        title: 'Contact hours',
        begins: 'Begin',
        ends: 'End',
        supervisor: 'Supervisor',
        teacher: 'Teacher',
        place: 'Where',
        topic: 'Topic',
        endedAt: 'Ended',
        endedBy: 'Why',
      },
      hours: {
        title: 'A supervisor’s hours',
        weekday: 'Day of the week',
        begins: 'From',
        ends: 'To',
        slotMinutes: 'Minutes each',
        place: 'Where',
        firstDay: 'Starting',
        lastDay: 'Until',
        removedAt: 'Ended',
      },
      absences: { title: 'Days without a contact hour', day: 'Day', ill: 'Ill' },
      waiting: {
        title: 'Waiting list for a contact hour',
        since: 'Since',
        lostOne: 'An appointment did not take place',
      },
      feed: { title: 'Address of one’s own calendar', version: 'How often it was renewed' },
    },
  },
  /** Words for the ways in which an appointment ended. */
  endings: {
    nl: {
      withdrawn: 'de leerkracht zei af',
      declined: 'de leerkracht wilde dit moment niet',
      lapsed: 'de leerkracht koos niet op tijd',
      ill: 'de begeleider was ziek',
      off: 'de begeleider had die dag geen contactuurtje',
      removed: 'dit contactuurtje is er niet meer voor deze leerkracht',
    } satisfies Record<Ending, string>,
    en: {
      withdrawn: 'the teacher cancelled',
      declined: 'the teacher did not want this time',
      lapsed: 'the teacher did not choose in time',
      ill: 'the supervisor was ill',
      off: 'the supervisor had no contact hour that day',
      removed: 'this contact hour is no longer there for this teacher',
    } satisfies Record<Ending, string>,
  },
  messageNames: {
    nl: {
      'contact-hour-ended': 'afspraak die niet doorgaat',
      'contact-hour-offer': 'moment dat vrijkwam',
      'contact-hour-tomorrow': 'herinnering aan je afspraak van morgen',
      'contact-hour-soon': 'herinnering aan je afspraak van straks',
      'contact-hour-list': 'wie er komen',
      'contact-hour-list-before': 'wie er komen',
      'contact-hour-list-changed': 'wie er komen, met wat er veranderde',
      'contact-hour-soon-first': 'wie er als eerste komt',
      'contact-hour-two-minutes': 'nog twee minuten',
      'contact-hour-next': 'wie er nu wacht',
    },
    en: {
      'contact-hour-ended': 'appointment that does not take place',
      'contact-hour-offer': 'time that came free',
      'contact-hour-tomorrow': "reminder of tomorrow's appointment",
      'contact-hour-soon': 'reminder of your appointment soon',
      'contact-hour-list': 'who comes',
      'contact-hour-list-before': 'who comes',
      'contact-hour-list-changed': 'who comes, with what changed',
      'contact-hour-soon-first': 'who comes first',
      'contact-hour-two-minutes': 'two minutes left',
      'contact-hour-next': 'who waits now',
    },
  },
});
