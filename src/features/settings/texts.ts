import { translated } from '../../text/translated.ts';

export const settingsTexts = translated({
  heading: { nl: 'Wanneer ik je iets vraag', en: 'When I ask you' },
  rhythm: {
    nl: {
      1: (when: string) => `Je krijgt elke week drie korte vragen, ${when}.`,
      2: (when: string) => `Je krijgt om de week drie korte vragen, ${when}.`,
      4: (when: string) => `Je krijgt om de vier weken drie korte vragen, ${when}.`,
    },
    en: {
      1: (when: string) => `You get three short questions every week, ${when}.`,
      2: (when: string) => `You get three short questions every two weeks, ${when}.`,
      4: (when: string) => `You get three short questions every four weeks, ${when}.`,
    },
  },
  when: {
    nl: (day: string, time: string) => `op ${day} om ${time} uur`,
    en: (day: string, time: string) => `on ${day} at ${time}`,
  },
  never: {
    nl: (begin: string, end: string, latest: string) =>
      `Nooit onder de les (${begin} tot ${end}), na ${latest}, in het weekend, op feestdagen of in de vakanties van je school. Valt je moment daar, dan vraag ik het op het eerste goede moment daarna.`,
    en: (begin: string, end: string, latest: string) =>
      `Never during lessons (${begin} to ${end}), after ${latest}, at weekends, on public holidays or in the holidays of your school. If your time falls there, I ask at the first good moment after it.`,
  },
  paused: {
    nl: (day: string) => `Je hebt pauze. Vanaf ${day} krijg je weer vragen.`,
    en: (day: string) => `You are having a break. Your questions come again from ${day} on.`,
  },
  notTaking: {
    nl: 'Je doet nu niet mee, dus je krijgt geen vragen. Wil je meedoen? Typ dan: start',
    en: 'You do not take part now, so you get no questions. Want to join? Type: start',
  },
  /** For people who do not take part: other unasked messages wait until the pause ends. */
  notTakingPaused: {
    nl: (day: string) =>
      `Je doet nu niet mee, dus je krijgt geen vragen. Tot ${day} stuur ik je ook verder niets uit mijzelf. Wil je meedoen? Typ dan: start`,
    en: (day: string) =>
      `You do not take part now, so you get no questions. Until ${day} I will send you nothing else of my own accord either. Want to join? Type: start`,
  },
  change: { nl: 'Ander moment kiezen', en: 'Choose another time' },
  pause: { nl: 'Pauze nemen', en: 'Take a break' },
  resume: { nl: 'Weer vragen krijgen', en: 'Get questions again' },
  endPause: { nl: 'Pauze stoppen', en: 'End the break' },
  resumed: { nl: 'Fijn, je pauze is voorbij.', en: 'Good, your break is over.' },
  askPause: {
    nl: 'Hoe lang wil je geen vragen? Ik stuur je dan niets uit mijzelf. Je begeleiders zien dit niet.',
    en: 'How long do you want no questions? I will send you nothing of my own accord. Your supervisors do not see this.',
  },
  weeks: {
    nl: { 1: 'Een week', 2: 'Twee weken', 4: 'Vier weken' },
    en: { 1: 'One week', 2: 'Two weeks', 4: 'Four weeks' },
  },
  chooseDay: { nl: 'Zelf een dag kiezen', en: 'Choose a day' },
  pauseTitle: { nl: 'Pauze', en: 'Break' },
  pauseIntro: {
    nl: 'Je krijgt geen vragen tot de dag die je kiest. Eerder weer beginnen kan altijd.',
    en: 'You get no questions until the day that you choose. You can always begin again sooner.',
  },
  pauseUntil: { nl: 'Vanaf welke dag weer vragen?', en: 'From which day on do you want questions again?' },
  noDay: { nl: 'Kies een dag.', en: 'Choose a day.' },
  dayPast: { nl: 'Die dag is al geweest. Kies een latere dag.', en: 'That day has passed. Choose a later one.' },
  dayFar: {
    nl: 'Dat is meer dan een jaar. Kies een eerdere dag, of typ stop als je niet meer mee wilt doen.',
    en: 'That is more than a year. Choose an earlier day, or type stop if you do not want to take part any more.',
  },
  title: { nl: 'Wanneer vraag ik je?', en: 'When do I ask you?' },
  intro: {
    nl: 'Kies wat jou past. Niemand anders ziet dit.',
    en: 'Choose what suits you. Nobody else sees this.',
  },
  day: { nl: 'Dag', en: 'Day' },
  time: { nl: 'Tijd', en: 'Time' },
  timeHelp: {
    nl: (usual: string) => `Leeg: om ${usual} uur.`,
    en: (usual: string) => `Empty: at ${usual}.`,
  },
  every: { nl: 'Hoe vaak', en: 'How often' },
  workdays: { nl: 'Op welke dagen werk je?', en: 'On which days do you work?' },
  place: { nl: 'Waar', en: 'Where' },
  usualDay: { nl: (day: string) => `De gewone dag (${day})`, en: (day: string) => `The usual day (${day})` },
  everyWeeks: {
    nl: { 1: 'Elke week', 2: 'Om de week', 4: 'Om de vier weken' },
    en: { 1: 'Every week', 2: 'Every two weeks', 4: 'Every four weeks' },
  },
  weekdays: {
    nl: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
    en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  },
  missing: { nl: 'Kies er een.', en: 'Choose one.' },
  noWorkday: { nl: 'Kies minstens één dag.', en: 'Choose at least one day.' },
  notWorking: {
    nl: 'Op die dag werk je niet. Kies een andere dag, of vink hem bij je werkdagen aan.',
    en: 'You do not work on that day. Choose another one, or tick it among the days that you work.',
  },
  badTime: {
    nl: (early: string, begin: string, end: string, latest: string) =>
      `Dan geef je les of ben je vrij. Kies een tijd van ${early} tot ${begin}, of van ${end} tot ${latest}.`,
    en: (early: string, begin: string, end: string, latest: string) =>
      `Then you teach or are free. Choose a time from ${early} to ${begin}, or from ${end} to ${latest}.`,
  },
  save: { nl: 'Bewaren', en: 'Save' },
  close: { nl: 'Sluiten', en: 'Close' },
  saved: { nl: 'Bewaard.', en: 'Saved.' },
  notSaved: {
    nl: 'Er is niets bewaard. Typ instellingen om het opnieuw te proberen.',
    en: 'Nothing was saved. Type settings to try again.',
  },
  stored: {
    nl: {
      title: 'Wanneer je vragen wilt',
      day: 'Dag',
      time: 'Tijd',
      everyWeeks: 'Om de hoeveel weken',
      workdays: 'Werkdagen',
      pausedUntil: 'Pauze tot',
    },
    en: {
      title: 'When you want your questions',
      day: 'Day',
      time: 'Time',
      everyWeeks: 'Once in how many weeks',
      workdays: 'Working days',
      pausedUntil: 'Break until',
    },
  },
});
