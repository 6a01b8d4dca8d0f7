import { translated } from '../../text/translated.ts';

/** The texts for teachers. */
export const contactHourTexts = translated({
  offerAfterCheckIn: {
    nl: 'Wil je iets delen of vragen? Je kunt na schooltijd even met je begeleider praten.',
    en: 'Is there something you would like to share or ask? You can talk to your supervisor for a while after school.',
  },
  offerButton: { nl: 'Kies een contactuurtje', en: 'Choose a contact hour' },
  /** On the home page, above the button with that name. */
  atHome: {
    nl: {
      waits: 'Je staat op de wachtlijst voor een contactuurtje.',
      held: 'Ik houd een contactuurtje voor je vast: kijk bij Contactuurtje.',
    },
    en: {
      waits: 'You are on the waiting list for a contact hour.',
      held: 'I am keeping a contact hour for you: look under Contact hour.',
    },
  },
  /** Followed by the moment, in the list of what is coming. */
  coming: {
    nl: (supervisor: string) => `contactuurtje bij ${supervisor}`,
    en: (supervisor: string) => `contact hour with ${supervisor}`,
  },
  choose: { nl: 'Kies een moment. Eén tik is genoeg.', en: 'Choose a time. One tap is enough.' },
  chooseOther: {
    nl: 'Kies een ander moment. Tot dan blijft je afspraak staan.',
    en: 'Choose another time. You keep your appointment until then.',
  },
  chooseWith: {
    nl: (supervisor: string) => `Kies een moment bij ${supervisor}. Eén tik is genoeg.`,
    en: (supervisor: string) => `Choose a time with ${supervisor}. One tap is enough.`,
  },
  chooseOtherWith: {
    nl: (supervisor: string) => `Kies een ander moment, bij ${supervisor}. Tot dan blijft je afspraak staan.`,
    en: (supervisor: string) => `Choose another time with ${supervisor}. You keep your appointment until then.`,
  },
  more: { nl: 'Meer momenten', en: 'More times' },
  earliest: { nl: 'Terug naar de eerste momenten', en: 'Back to the first times' },
  whoSees: {
    nl: 'Alleen jij en deze begeleider zien je afspraak. Je antwoorden op de vragen staan er los van.',
    en: 'Only you and this supervisor see your appointment. Your answers to the questions have nothing to do with it.',
  },
  gone: {
    nl: 'Dat moment is net weg.',
    en: 'That time has just gone.',
  },
  /** After a tap on an older message, from before they had that appointment. */
  busy: {
    nl: 'Je hebt op dat moment al een afspraak.',
    en: 'You already have an appointment at that time.',
  },
  past: {
    nl: 'Dat moment is al geweest.',
    en: 'That time has passed.',
  },
  notMovable: {
    nl: 'Deze afspraak kun je niet meer verzetten. Een nieuwe maken kan wel.',
    en: 'You cannot move this appointment any more. You can make a new one.',
  },
  /** In the place of the free slots. */
  enough: {
    nl: 'Je hebt al drie afspraken. Meer kan niet tegelijk: zo blijft er ook plek voor je collega’s. Wil je een ander moment? Verzet een afspraak, of zeg er eerst een af.',
    en: 'You already have three appointments. More is not possible at one time, so that there is room for your colleagues too. Would you like another time? Move an appointment, or cancel one first.',
  },
  full: { nl: 'Er is nu geen moment vrij.', en: 'There are no free times right now.' },
  noHours: {
    nl: 'Er zijn nu geen contactuurtjes voor jouw school. Zodra je begeleider ze invult, zie je ze hier.',
    en: 'There are no contact hours for your school right now. As soon as your supervisor sets them, you will see them here.',
  },
  notATeacher: {
    nl: 'Een contactuurtje kiezen is voor leerkrachten met een school. Je eigen uren instellen? Typ: uren',
    en: 'Choosing a contact hour is for teachers with a school. To set your own hours, type: hours',
  },
  booked: {
    nl: (day: string, from: string, until: string, supervisor: string) =>
      `Je staat genoteerd: ${day} van ${from} tot ${until}, bij ${supervisor}.`,
    en: (day: string, from: string, until: string, supervisor: string) =>
      `You have an appointment: ${day} from ${from} to ${until}, with ${supervisor}.`,
  },
  yours: { nl: 'Je afspraak', en: 'Your appointment' },
  where: { nl: 'Waar', en: 'Where' },
  openPlace: { nl: 'Op afstand: open de link', en: 'Online: open the link' },
  addTopic: { nl: 'Onderwerp opgeven', en: 'Add a topic' },
  changeTopic: { nl: 'Onderwerp wijzigen', en: 'Change the topic' },
  move: { nl: 'Verzetten', en: 'Move' },
  cancel: { nl: 'Afzeggen', en: 'Cancel' },
  inMyCalendar: { nl: 'In mijn agenda', en: 'In my calendar' },
  calendarIntro: {
    nl: 'Kies je agenda. Verandert er later iets, dan merkt je agenda dat alleen bij ‘alle afspraken’.',
    en: 'Choose your calendar. When something changes later, your calendar only hears of it with ‘all appointments’.',
  },
  calendarOnce: {
    nl: 'Kies je agenda. Verandert er later iets, dan pas je het daar zelf aan.',
    en: 'Choose your calendar. When something changes later, you change it there yourself.',
  },
  calendarFile: { nl: 'Agendabestand', en: 'Calendar file' },
  outlook: { nl: 'Outlook', en: 'Outlook' },
  google: { nl: 'Google Agenda', en: 'Google Calendar' },
  feed: {
    nl: 'Alle afspraken',
    en: 'All appointments',
  },
  untilAnHour: {
    nl: 'Verzetten of afzeggen kan tot een uur van tevoren.',
    en: 'You can move or cancel until one hour before.',
  },
  fixed: {
    nl: 'Het is nu te kort van tevoren om dit te verzetten of af te zeggen.',
    en: 'It is too short notice to move or cancel this now.',
  },
  moved: { nl: 'Verzet. Je begeleider ziet het ook.', en: 'Moved. Your supervisor sees it too.' },
  topicStayed: {
    nl: 'Je onderwerp ging niet mee naar de andere begeleider.',
    en: 'Your topic did not go along to the other supervisor.',
  },
  cancelled: {
    nl: 'Je afspraak is afgezegd. Je begeleider ziet het ook. Je kunt altijd een nieuw moment kiezen.',
    en: 'Your appointment is cancelled. Your supervisor sees it too. You can always choose another time.',
  },
  ended: { nl: 'Deze afspraak is er niet meer.', en: 'This appointment is no longer there.' },
  chooseAgain: { nl: 'Kies een moment', en: 'Choose a time' },
  wait: { nl: 'Zet mij op de wachtlijst', en: 'Put me on the waiting list' },
  waits: {
    nl: 'Je staat op de wachtlijst. Komt er iets vrij, dan vraag ik het jou als je aan de beurt bent.',
    en: 'You are on the waiting list. If something comes free, I will ask you when it is your turn.',
  },
  noLongerWait: { nl: 'Haal mij van de wachtlijst', en: 'Take me off the waiting list' },
  waitsNoMore: { nl: 'Je staat niet meer op de wachtlijst.', en: 'You are no longer on the waiting list.' },
  topicTitle: { nl: 'Waar gaat het over?', en: 'What is it about?' },
  topicIntro: {
    nl: 'Dit hoeft niet. Alleen deze begeleider leest het, en het staat versleuteld opgeslagen tot een week na de afspraak. Noem geen namen van leerlingen.',
    en: 'This is optional. Only this supervisor reads it, and it is stored encrypted until a week after the appointment. Do not name pupils.',
  },
  topicLabel: { nl: 'Onderwerp', en: 'Topic' },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  topicKept: {
    nl: 'Je onderwerp is bewaard. Alleen je begeleider leest het.',
    en: 'Your topic is saved. Only your supervisor reads it.',
  },
  topicGone: { nl: 'Je onderwerp is weggehaald.', en: 'Your topic is removed.' },
  tomorrow: {
    nl: 'Een herinnering aan je afspraak:',
    en: 'A reminder of your appointment:',
  },
  soon: { nl: 'Over een half uur is je afspraak.', en: 'Your appointment is in half an hour.' },
  /** The same when the appointment is nearer. */
  soonAt: {
    nl: (time: string) => `Je afspraak is om ${time} uur.`,
    en: (time: string) => `Your appointment is at ${time}.`,
  },
  endedIll: {
    nl: (supervisor: string, day: string, time: string) =>
      `${supervisor} is ziek. Je afspraak van ${day} om ${time} uur gaat niet door.`,
    en: (supervisor: string, day: string, time: string) =>
      `${supervisor} is ill. Your appointment on ${day} at ${time} does not take place.`,
  },
  endedOtherwise: {
    nl: (supervisor: string, day: string, time: string) =>
      `${supervisor} is er dan toch niet. Je afspraak van ${day} om ${time} uur gaat niet door.`,
    en: (supervisor: string, day: string, time: string) =>
      `${supervisor} cannot be there. Your appointment on ${day} at ${time} does not take place.`,
  },
  /** The supervisor's hour goes on, for others. */
  endedElsewhere: {
    nl: (supervisor: string, day: string, time: string) =>
      `Het contactuurtje van ${supervisor} is niet meer voor jouw school. Je afspraak van ${day} om ${time} uur gaat niet door.`,
    en: (supervisor: string, day: string, time: string) =>
      `The contact hour of ${supervisor} is no longer for your school. Your appointment on ${day} at ${time} does not take place.`,
  },
  endedErased: {
    nl: (day: string, time: string) =>
      `Je begeleider doet niet meer mee. Je afspraak van ${day} om ${time} uur gaat niet door.`,
    en: (day: string, time: string) =>
      `Your supervisor no longer takes part. Your appointment on ${day} at ${time} does not take place.`,
  },
  firstInLine: {
    nl: 'Er is nu niets anders vrij. Je staat vooraan op de wachtlijst.',
    en: 'Nothing else is free now. You are at the front of the waiting list.',
  },
  offer: {
    nl: (day: string, times: string, supervisor: string) =>
      `Er is een moment vrij: ${day} ${times}, bij ${supervisor}.`,
    en: (day: string, times: string, supervisor: string) =>
      `A time has come free: ${day} ${times}, with ${supervisor}.`,
  },
  heldUntil: {
    nl: (day: string, time: string) => `Ik houd het voor je vast tot ${day} ${time}.`,
    en: (day: string, time: string) => `I will keep it for you until ${day} ${time}.`,
  },
  /** The last offer to somebody who left the earlier ones unanswered. */
  lastTime: {
    nl: 'Hoor ik niets, dan haal ik je van de wachtlijst.',
    en: 'If I hear nothing, I will take you off the waiting list.',
  },
  accept: { nl: 'Ja, graag', en: 'Yes, please' },
  decline: { nl: 'Nee, dit keer niet', en: 'No, not this time' },
  declined: {
    nl: 'Prima. Je blijft op de wachtlijst voor een ander moment.',
    en: 'Fine. You stay on the waiting list for another time.',
  },
  notHeld: {
    nl: 'Dit moment wordt niet meer voor je vastgehouden.',
    en: 'This time is no longer kept for you.',
  },
  eventForTeacher: {
    nl: (supervisor: string) => (supervisor === '' ? 'Contactuurtje' : `Contactuurtje met ${supervisor}`),
    en: (supervisor: string) => (supervisor === '' ? 'Contact hour' : `Contact hour with ${supervisor}`),
  },
  eventForSupervisor: {
    nl: (teacher: string) => `Contactuurtje: ${teacher}`,
    en: (teacher: string) => `Contact hour: ${teacher}`,
  },
});
