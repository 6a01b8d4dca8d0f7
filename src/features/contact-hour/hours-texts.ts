import { translated } from '../../text/translated.ts';

/** The texts for supervisors. */
export const hourTexts = translated({
  notASupervisor: {
    nl: 'Uren instellen is voor begeleiders. Een contactuurtje kiezen? Typ: contactuurtje',
    en: 'Setting hours is for supervisors. To choose a contact hour, type: contact hour',
  },
  illTeacher: {
    nl: 'Beterschap. Een afspraak afzeggen kan met: contactuurtje. Wil je een tijd geen vragen? Typ dan: pauze',
    en: 'Get well soon. You can cancel an appointment with: contact hour. No questions for a while? Type: pause',
  },
  wellTeacher: {
    nl: 'Fijn. Ik houd niet bij of je ziek bent. Staan je vragen nog stil? Typ dan: hervat',
    en: 'Good. I do not keep whether you are ill. Are your questions still paused? Type: resume',
  },
  well: {
    nl: 'Fijn. Er staat geen dag waarop je ziek of vrij bent.',
    en: 'Good. There is no day on which you are ill or off.',
  },
  wellAgain: {
    nl: 'Fijn. Ben je er op een dag toch? Tik dan bij die dag op Toch aanwezig.',
    en: 'Good. Are you there on a day after all? Tap There after all beside that day.',
  },
  noCircle: {
    nl: 'Je hoort nog bij geen kring. Vraag wie Polsslag beheert om je toe te voegen.',
    en: 'You belong to no circle yet. Ask whoever operates Polsslag to add you.',
  },
  title: { nl: 'Je contactuurtjes', en: 'Your contact hours' },
  none: {
    nl: 'Je hebt nog geen uren ingesteld. Leerkrachten van je kring kunnen ze daarna met twee tikken kiezen.',
    en: 'You have set no hours yet. Once you have, teachers of your circle can choose them with two taps.',
  },
  holidays: {
    nl: 'In schoolvakanties en op feestdagen is er nooit een contactuurtje. Daar hoef je niets voor te doen.',
    en: 'There is never a contact hour in school holidays and on public holidays. You need not do anything for that.',
  },
  weekdays: {
    nl: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
    en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  },
  weekly: {
    nl: (weekday: string, times: string, minutes: number) =>
      `Elke ${weekday} van ${times}, ${minutes} minuten per gesprek`,
    en: (weekday: string, times: string, minutes: number) => `Every ${weekday} from ${times}, ${minutes} minutes each`,
  },
  once: {
    nl: (day: string, times: string, minutes: number) => `Eenmalig ${day} van ${times}, ${minutes} minuten per gesprek`,
    en: (day: string, times: string, minutes: number) => `Once on ${day} from ${times}, ${minutes} minutes each`,
  },
  times: {
    nl: (from: string, until: string) => `${from} tot ${until}`,
    en: (from: string, until: string) => `${from} to ${until}`,
  },
  from: { nl: (day: string) => `vanaf ${day}`, en: (day: string) => `from ${day}` },
  until: { nl: (day: string) => `tot en met ${day}`, en: (day: string) => `until ${day}` },
  whole: { nl: (circle: string) => `hele kring ${circle}`, en: (circle: string) => `whole circle ${circle}` },
  remove: { nl: 'Dit uur stoppen', en: 'End this hour' },
  addWeekly: { nl: 'Wekelijks uur toevoegen', en: 'Add a weekly hour' },
  addOnce: { nl: 'Extra uur toevoegen', en: 'Add an extra hour' },
  away: { nl: 'Dag vrij of ziek', en: 'Day off or ill' },
  illToday: { nl: 'Vandaag ziek', en: 'Ill today' },
  askIll: {
    nl: 'Ben je vandaag ziek? Na één tik hoort iedereen met een afspraak het, en krijgt een ander moment aangeboden.',
    en: 'Are you ill today? After one tap everybody with an appointment hears of it and is offered another time.',
  },
  isOff: { nl: (day: string) => `${day}: vrij`, en: (day: string) => `${day}: off` },
  isIll: { nl: (day: string) => `${day}: ziek`, en: (day: string) => `${day}: ill` },
  there: { nl: 'Toch aanwezig', en: 'There after all' },
  weeklyTitle: { nl: 'Wekelijks uur', en: 'Weekly hour' },
  onceTitle: { nl: 'Extra uur', en: 'Extra hour' },
  awayTitle: { nl: 'Dag vrij of ziek', en: 'Day off or ill' },
  hourIntro: {
    nl: 'Het gaat om de tijd van de klok op school. Schoolvakanties en feestdagen worden overgeslagen.',
    en: 'Times are by the school clock. School holidays and public holidays are skipped.',
  },
  awayIntro: {
    nl: 'Wie op die dag een afspraak heeft, hoort het meteen en krijgt een ander moment aangeboden.',
    en: 'Whoever has an appointment that day hears of it at once and is offered another time.',
  },
  forWhom: { nl: 'Voor wie', en: 'For whom' },
  weekday: { nl: 'Dag', en: 'Day' },
  day: { nl: 'Datum', en: 'Date' },
  begins: { nl: 'Van', en: 'From' },
  ends: { nl: 'Tot', en: 'To' },
  slotMinutes: { nl: 'Lengte van een gesprek', en: 'Length of a talk' },
  minutes: { nl: (minutes: number) => `${minutes} minuten`, en: (minutes: number) => `${minutes} minutes` },
  place: { nl: 'Waar', en: 'Where' },
  placeHelp: { nl: 'Een lokaal, of de link van een gesprek op afstand.', en: 'A room, or the link of a call.' },
  firstDay: { nl: 'Vanaf', en: 'Starting' },
  lastDay: { nl: 'Tot en met', en: 'Until' },
  why: { nl: 'Waarom', en: 'Why' },
  off: { nl: 'Vrij', en: 'Day off' },
  ill: { nl: 'Ziek', en: 'Ill' },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  missing: { nl: 'Vul dit in.', en: 'Fill this in.' },
  notYours: { nl: 'Kies een kring of school van jezelf.', en: 'Choose a circle or school of your own.' },
  tooEarly: {
    nl: (from: string, until: string) => `Een contactuurtje ligt tussen ${from} en ${until}.`,
    en: (from: string, until: string) => `A contact hour lies between ${from} and ${until}.`,
  },
  tooShort: { nl: 'Hier past geen heel gesprek in.', en: 'No whole talk fits in here.' },
  overlaps: { nl: 'Je hebt dan al een contactuurtje.', en: 'You already have a contact hour then.' },
  past: { nl: 'Deze dag is voorbij.', en: 'This day is over.' },
  beforeFirst: { nl: 'Deze dag ligt vóór de eerste dag.', en: 'This day is before the first day.' },
  tooFar: { nl: 'Kies een dag binnen twee jaar.', en: 'Choose a day within two years.' },
  added: {
    nl: 'Je uur staat erin. Leerkrachten kunnen het meteen kiezen. Typ uren om alles te zien.',
    en: 'Your hour is in. Teachers can choose it at once. Type hours to see everything.',
  },
  addedHoliday: {
    nl: 'Je uur staat erin, maar die dag is een vakantie of feestdag: dan is er geen contactuurtje.',
    en: 'Your hour is in, but that day is a holiday: there is no contact hour then.',
  },
  removed: {
    nl: 'Dit uur is gestopt. Wie een afspraak had, hoort het en krijgt een ander moment aangeboden.',
    en: 'This hour has ended. Whoever had an appointment hears of it and is offered another time.',
  },
  isAway: {
    nl: (day: string) => `Genoteerd: ${day} zijn er geen contactuurtjes van jou. Wie een afspraak had, hoort het.`,
    en: (day: string) =>
      `Noted: on ${day} there are no contact hours of yours. Whoever had an appointment hears of it.`,
  },
  isThere: {
    nl: (day: string) => `Genoteerd: ${day} ben je er. Afgezegde afspraken komen niet vanzelf terug.`,
    en: (day: string) => `Noted: on ${day} you are there. Cancelled appointments do not come back by themselves.`,
  },
  list: {
    nl: (day: string) => `Contactuurtjes van ${day}`,
    en: (day: string) => `Contact hours of ${day}`,
  },
  listChanged: {
    nl: (day: string) => `Er is iets veranderd. Contactuurtjes van ${day}`,
    en: (day: string) => `Something has changed. Contact hours of ${day}`,
  },
  more: { nl: (left: number) => `Nog ${left} tonen`, en: (left: number) => `Show ${left} more` },
  first: { nl: 'Terug naar het begin', en: 'Back to the beginning' },
  nobody: { nl: 'Niemand heeft een afspraak.', en: 'Nobody has an appointment.' },
  soonFirst: {
    nl: (time: string, teacher: string, place: string) =>
      `Over een half uur, om ${time}, komt ${teacher}. Waar: ${place}.`,
    en: (time: string, teacher: string, place: string) =>
      `${teacher} is coming in half an hour, at ${time}. Where: ${place}.`,
  },
  /** The same when the appointment is nearer, because it was booked, or the message sent, later. */
  comes: {
    nl: (time: string, teacher: string, place: string) => `Om ${time} komt ${teacher}. Waar: ${place}.`,
    en: (time: string, teacher: string, place: string) => `${teacher} is coming at ${time}. Where: ${place}.`,
  },
  twoMinutes: {
    nl: (teacher: string, time: string) => `Nog twee minuten met ${teacher}: tot ${time}.`,
    en: (teacher: string, time: string) => `Two minutes left with ${teacher}: until ${time}.`,
  },
  thenNext: {
    nl: (teacher: string) => `Daarna is ${teacher} aan de beurt.`,
    en: (teacher: string) => `After that it is ${teacher}’s turn.`,
  },
  nextWaits: {
    nl: (teacher: string, until: string) => `${teacher} wacht op je. Jullie hebben tot ${until}.`,
    en: (teacher: string, until: string) => `${teacher} is waiting for you. You have until ${until}.`,
  },
  nextIsDue: {
    nl: (teacher: string, until: string) => `${teacher} is nu aan de beurt, tot ${until}.`,
    en: (teacher: string, until: string) => `It is now ${teacher}’s turn, until ${until}.`,
  },
  /** In brackets behind a name in the lists. */
  inDoubt: {
    nl: (teacher: string) => `${teacher} staat niet meer op de lijst: vraag of die nog komt.`,
    en: (teacher: string) => `${teacher} is no longer on the list: ask whether they are still coming.`,
  },
  /**
   * Only when somebody waits: nobody reads a line that is empty week after week, and would miss the week in which it is
   * not.
   */
  weekPost: {
    nl: (offered: number, taken: number, waiting: number) =>
      `Contactuurtjes: ${offered} ${offered === 1 ? 'moment' : 'momenten'} aangeboden, ${taken} gekozen.${waiting === 0 ? '' : ` Op de wachtlijst: ${waiting}.`}`,
    en: (offered: number, taken: number, waiting: number) =>
      `Contact hours: ${offered} ${offered === 1 ? 'time' : 'times'} offered, ${taken} taken.${waiting === 0 ? '' : ` On the waiting list: ${waiting}.`}`,
  },
  agenda: { nl: 'Agenda', en: 'Calendar' },
  today: { nl: 'Vandaag', en: 'Today' },
  noAppointments: {
    nl: 'Je hebt deze week en volgende week geen afspraken.',
    en: 'You have no appointments this week or next week.',
  },
  noneToday: { nl: 'Vandaag heeft niemand een afspraak.', en: 'Nobody has an appointment today.' },
  noneThisWeek: {
    nl: 'Verder heeft deze week en volgende week niemand een afspraak.',
    en: 'Nobody else has an appointment this week or next week.',
  },
  thisWeek: { nl: 'Deze week en volgende week', en: 'This week and next week' },
  visit: {
    nl: (times: string, teacher: string) => `${times} · ${teacher}`,
    en: (times: string, teacher: string) => `${times} · ${teacher}`,
  },
  /**
   * About a teacher who may only be missing from a list: they keep their time, and a supervisor need not wait for one
   * who has left.
   */
  visitInDoubt: {
    nl: (times: string, teacher: string) =>
      `${times} · ${teacher} (staat niet meer op de lijst: vraag of die nog komt)`,
    en: (times: string, teacher: string) =>
      `${times} · ${teacher} (no longer on the list: ask whether they are still coming)`,
  },
  readTopic: {
    nl: (time: string) => `Onderwerp van ${time}`,
    en: (time: string) => `Topic of ${time}`,
  },
  topicTitle: { nl: 'Waar gaat het over?', en: 'What is it about?' },
  topicIntro: {
    nl: (teacher: string) => `${teacher} schreef dit voor jou alleen:`,
    en: (teacher: string) => `${teacher} wrote this for you alone:`,
  },
  noTopic: { nl: 'Er is geen onderwerp opgegeven.', en: 'There is no topic.' },
  feed: { nl: 'Abonneer in Outlook of Google', en: 'Subscribe in Outlook or Google' },
  feedTitle: { nl: 'Je eigen agenda', en: 'Your own calendar' },
  feedIntro: {
    nl: 'Met dit adres volgt je agenda elke afspraak, ook als er iets verandert. Kies in Outlook of Google ‘abonneren via internet’ of ‘via URL’. Wie het adres heeft, ziet met wie je wanneer afspreekt; geef het dus aan niemand. De onderwerpen staan er niet in.',
    en: 'With this address your calendar follows every appointment, also when something changes. In Outlook or Google choose ‘subscribe from web’ or ‘from URL’. Whoever has the address sees whom you meet and when, so give it to nobody. Topics are not in it.',
  },
  feedRenewed: {
    nl: 'Dit is je nieuwe adres. Het oude werkt niet meer.',
    en: 'This is your new address. The old one no longer works.',
  },
  openFeed: { nl: 'Open het adres', en: 'Open the address' },
  renewFeed: { nl: 'Maak een nieuw adres', en: 'Make a new address' },
  noFeed: {
    nl: 'Polsslag heeft hier geen adres dat je agenda kan openen. Vraag wie het beheert om hulp.',
    en: 'Polsslag has no address here that your calendar can open. Ask whoever operates it for help.',
  },
  setHours: { nl: 'Mijn uren', en: 'My hours' },
  showAgenda: { nl: 'Mijn agenda', en: 'My calendar' },
});
