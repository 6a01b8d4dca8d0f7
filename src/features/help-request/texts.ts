import { dayName } from '../../text/day-name.ts';
import { translated } from '../../text/translated.ts';

interface Late {
  readonly circle: string;
  readonly days: number;
  /** A complete sentence. */
  readonly due: string;
  readonly isTaken: boolean;
}

export const helpTexts = translated({
  ask: { nl: 'Hulp vragen', en: 'Ask for help' },
  offer: {
    nl: 'Loop je ergens op vast? Eén zin is genoeg. Binnen twee schoolweken komt er iemand bij je langs.',
    en: 'Are you stuck on something? One sentence is enough. Somebody will come to see you within two school weeks.',
  },
  dialogIntro: {
    nl: 'Noem geen namen van leerlingen. Dit gaat, met jouw naam, alleen naar de begeleiders van je kring. Het staat in hun berichten.',
    en: 'Name no pupils. This goes, with your name, only to the supervisors of your circle. It stands in their messages.',
  },
  question: { nl: 'Waar wil je hulp bij?', en: 'What would you like help with?' },
  questionHint: { nl: 'Eén zin, zonder namen', en: 'One sentence, without names' },
  about: { nl: 'Waar gaat het over?', en: 'What is it about?' },
  abouts: {
    nl: { '4': 'gedrag of gevoel', '3': 'lichaam, leren of ziekte' },
    en: { '4': 'behaviour or feelings', '3': 'body, learning or illness' },
  },
  wishes: { nl: 'Wat zou je helpen?', en: 'What would help you?' },
  feedback: { nl: 'Waarop wil je feedback?', en: 'On what would you like feedback?' },
  materials: { nl: 'Welk materiaal wil je lenen?', en: 'What material would you like to borrow?' },
  coordinator: { nl: 'Intern begeleider', en: 'Internal coordinator' },
  coordinatorKnows: { nl: 'Mijn ib’er weet hiervan', en: 'My internal coordinator knows' },
  /** The labels of a request, for supervisors. */
  told: {
    nl: {
      wishes: 'Wat zou helpen',
      feedback: 'Wil feedback op',
      materials: 'Wil lenen',
      coordinatorKnows: 'Ib’er weet hiervan',
    },
    en: {
      wishes: 'What would help',
      feedback: 'Would like feedback on',
      materials: 'Would like to borrow',
      coordinatorKnows: 'Internal coordinator knows',
    },
  },
  send: { nl: 'Versturen', en: 'Send' },
  close: { nl: 'Sluiten', en: 'Close' },
  missing: { nl: 'Vul dit in.', en: 'Fill this in.' },
  noSchool: {
    nl: 'Ik weet niet op welke school je werkt, dus ik kan dit niet doorgeven. Vraag het je begeleider.',
    en: 'I do not know at which school you work, so I cannot pass this on. Ask your supervisor.',
  },
  tooMany: {
    nl: 'Je hebt al drie hulpvragen openstaan. Trek er eerst een in.',
    en: 'You already have three open requests. Withdraw one first.',
  },
  sent: {
    nl: (due: string) => `Verstuurd. Uiterlijk ${dayName(due, 'nl')} komt er iemand. Je hoort wie.`,
    en: (due: string) => `Sent. Somebody will come by ${dayName(due, 'en')} at the latest. You will hear who.`,
  },
  mine: { nl: 'Je hulpvragen', en: 'Your requests for help' },
  more: {
    nl: (left: number) => (left === 1 ? 'Nog één hulpvraag' : `Nog ${left} hulpvragen`),
    en: (left: number) => (left === 1 ? 'One more request' : `${left} more requests`),
  },
  first: { nl: 'Terug naar de eerste', en: 'Back to the first ones' },
  inCircles: { nl: 'Hulpvragen in je kringen', en: 'Requests for help in your circles' },
  title: {
    nl: (teacher: string, school: string) => `Hulpvraag van ${teacher} (${school})`,
    en: (teacher: string, school: string) => `Request for help from ${teacher} (${school})`,
  },
  elsewhere: {
    nl: (teacher: string, school: string) =>
      `Hulpvraag van ${teacher} (${school}): zie het nieuwere bericht hieronder.`,
    en: (teacher: string, school: string) =>
      `Request for help from ${teacher} (${school}): see the newer message below.`,
  },
  dayOf: { nl: (day: string) => dayName(day, 'nl'), en: (day: string) => dayName(day, 'en') },
  due: { nl: 'Eerste bezoek uiterlijk', en: 'First visit by' },
  yes: { nl: 'ja', en: 'yes' },
  no: { nl: 'nee', en: 'no' },
  take: { nl: 'Ik pak dit op', en: 'I will take this' },
  plan: { nl: 'Bezoek plannen', en: 'Plan a visit' },
  replan: { nl: 'Andere dag', en: 'Another day' },
  finish: { nl: 'Bezoek geweest', en: 'Visit made' },
  withdraw: { nl: 'Intrekken', en: 'Withdraw' },
  planTitle: { nl: 'Bezoek plannen', en: 'Plan a visit' },
  planIntro: {
    nl: (due: string, isLate: boolean) =>
      `${isLate ? '' : `Uiterlijk ${dayName(due, 'nl')}. `}De leerkracht krijgt bericht.`,
    en: (due: string, isLate: boolean) =>
      `${isLate ? '' : `By ${dayName(due, 'en')} at the latest. `}The teacher is told.`,
  },
  day: { nl: 'Wanneer', en: 'When' },
  past: { nl: 'Kies een dag vanaf vandaag, binnen een jaar.', en: 'Choose a day from today on, within a year.' },
  closed: {
    nl: 'Dan is de school dicht. Kies een schooldag.',
    en: 'The school is closed then. Choose a school day.',
  },
  planned: { nl: 'Gepland. De leerkracht krijgt bericht.', en: 'Planned. The teacher is told.' },
  state: {
    nl: {
      open: 'Nog niemand pakt dit op.',
      taken: (who: string) => `${who} pakt dit op.`,
      planned: (who: string, day: string) => `${who} komt op ${dayName(day, 'nl')}.`,
      wasPlanned: (who: string, day: string) => `${who} zou op ${dayName(day, 'nl')} komen.`,
      takenByYou: 'Jij pakt dit op.',
      plannedByYou: (day: string) => `Jij komt op ${dayName(day, 'nl')}.`,
      wasPlannedByYou: (day: string) => `Jij zou op ${dayName(day, 'nl')} komen.`,
      done: 'Deze hulpvraag is afgerond.',
      withdrawn: 'Deze hulpvraag is ingetrokken.',
      notTheirs: 'Deze hulpvraag is niet meer voor jou.',
    },
    en: {
      open: 'Nobody has taken this yet.',
      taken: (who: string) => `${who} has taken this.`,
      planned: (who: string, day: string) => `${who} will come on ${dayName(day, 'en')}.`,
      wasPlanned: (who: string, day: string) => `${who} was to come on ${dayName(day, 'en')}.`,
      takenByYou: 'You have taken this.',
      plannedByYou: (day: string) => `You will come on ${dayName(day, 'en')}.`,
      wasPlannedByYou: (day: string) => `You were to come on ${dayName(day, 'en')}.`,
      done: 'This request is done.',
      withdrawn: 'This request was withdrawn.',
      notTheirs: 'This request is not for you any more.',
    },
  },
  /** To the teacher who withdraws it. */
  nowWithdrawn: {
    nl: 'Je hulpvraag is ingetrokken. Je begeleiders zien het ook.',
    en: 'Your request is withdrawn. Your supervisors see it too.',
  },
  /** To the supervisor who planned a visit; the school is empty when it is no longer known. */
  visitOff: {
    nl: (day: string, school: string) =>
      `Je bezoek van ${dayName(day, 'nl')}${school === '' ? '' : ` aan ${school}`} hoeft niet meer: de hulpvraag is ingetrokken.`,
    en: (day: string, school: string) =>
      `Your visit${school === '' ? '' : ` to ${school}`} on ${dayName(day, 'en')} is not needed any more: the request was withdrawn.`,
  },
  /** The same when only the day is still known; there may be another visit on it. */
  visitGone: {
    nl: (day: string) =>
      `Je bezoek van ${dayName(day, 'nl')} hoeft niet meer: de hulpvraag is ingetrokken. Wil je zien wat nog wel doorgaat? Typ: hulpvragen`,
    en: (day: string) =>
      `Your visit on ${dayName(day, 'en')} is not needed any more: the request was withdrawn. Would you like to see what still stands? Type: requests`,
  },
  /**
   * To the teacher, after the supervisor reported the visit: the teacher can still object when that was a wrong tap.
   */
  doneForYou: {
    nl: 'Deze hulpvraag is afgerond. Kwam er niemand? Vraag dan opnieuw hulp: typ hulpvraag',
    en: 'This request is done. Did nobody come? Then ask for help again: type help request',
  },
  /** On the home page. */
  yours: { nl: (state: string) => `Je hulpvraag: ${state}`, en: (state: string) => `Your request for help: ${state}` },
  open: {
    nl: (count: number) =>
      count === 1 ? 'Er wacht een hulpvraag op iemand.' : `Er wachten ${count} hulpvragen op iemand.`,
    en: (count: number) =>
      count === 1
        ? 'One request for help is waiting for somebody.'
        : `${count} requests for help are waiting for somebody.`,
  },
  unplanned: {
    nl: (count: number) =>
      count === 1
        ? 'Voor een hulpvraag die je oppakte is nog geen bezoek gepland.'
        : `Voor ${count} hulpvragen die je oppakte is nog geen bezoek gepland.`,
    en: (count: number) =>
      count === 1
        ? 'No visit is planned yet for a request that you took.'
        : `No visit is planned yet for ${count} requests that you took.`,
  },
  tellTaken: {
    nl: (who: string, due: string, isLate: boolean) =>
      isLate
        ? `${who} pakt je hulpvraag op. Je hoort nog op welke dag.`
        : `${who} pakt je hulpvraag op en komt uiterlijk ${dayName(due, 'nl')} langs.`,
    en: (who: string, due: string, isLate: boolean) =>
      isLate
        ? `${who} has taken your request. You will hear on which day they come.`
        : `${who} has taken your request and will come by ${dayName(due, 'en')} at the latest.`,
  },
  tellPlanned: {
    nl: (who: string, day: string) => `${who} komt voor je hulpvraag op ${dayName(day, 'nl')}.`,
    en: (who: string, day: string) => `${who} will come about your request on ${dayName(day, 'en')}.`,
  },
  tellAgain: {
    nl: (visit: string | null) =>
      `Wie je hulpvraag had opgepakt, werkt niet meer in jouw kring.${visit === null ? '' : ` Het bezoek van ${dayName(visit, 'nl')} gaat niet door.`} Je vraag is niet kwijt: hij staat weer open voor de begeleiders van je kring. Je hoort van mij wie hem oppakt. Je hoeft niets te doen.`,
    en: (visit: string | null) =>
      `Whoever had taken your request no longer works in your circle.${visit === null ? '' : ` The visit of ${dayName(visit, 'en')} is off.`} Your request is not lost: it is open again for the supervisors of your circle. I will tell you who takes it. There is nothing for you to do.`,
  },
  /** In an older message, when a later one says the rest. */
  before: {
    nl: {
      taken: (who: string) => `${who} pakt je hulpvraag op.`,
      otherDay: (who: string) => `${who} komt op een andere dag. Die staat in een ander bericht.`,
      free: (visit: string | null) =>
        visit === null
          ? 'Een andere begeleider pakt je hulpvraag op. Je hoort van mij wie.'
          : `Het bezoek van ${dayName(visit, 'nl')} gaat niet door. Je hoort van mij wie er dan komt.`,
    },
    en: {
      taken: (who: string) => `${who} has taken your request.`,
      otherDay: (who: string) => `${who} will come on another day. Another message says which.`,
      free: (visit: string | null) =>
        visit === null
          ? 'Another supervisor will take your request. I will tell you who.'
          : `The visit of ${dayName(visit, 'en')} is off. I will tell you who will come then.`,
    },
  },
  /** To the supervisors who can take it. */
  free: {
    nl: 'Deze hulpvraag is weer vrij: wie hem had opgepakt, werkt niet meer in deze kring.',
    en: 'This request is free again: whoever had taken it no longer works in this circle.',
  },
  /** To the supervisor who planned it, above the buttons: that they were there, or another day. */
  wereYouThere: {
    nl: (day: string) => `Ben je op ${dayName(day, 'nl')} geweest? Zo niet, kies dan een andere dag.`,
    en: (day: string) => `Were you there on ${dayName(day, 'en')}? If not, choose another day.`,
  },
  reminder: {
    nl: (days: number) => `Deze hulpvraag wacht al ${days} dagen op een bezoek.`,
    en: (days: number) => `This request has waited ${days} days for a visit.`,
  },
  /** By when the first visit is due, also after that day. */
  mustBeThere: {
    nl: (due: string, isLate: boolean) =>
      isLate
        ? `Er had uiterlijk ${dayName(due, 'nl')} iemand moeten zijn.`
        : `Uiterlijk ${dayName(due, 'nl')} moet er iemand zijn geweest.`,
    en: (due: string, isLate: boolean) =>
      isLate
        ? `Somebody should have been there by ${dayName(due, 'en')}.`
        : `Somebody must have been there by ${dayName(due, 'en')}.`,
  },
  late: {
    nl: ({ circle, days, due, isTaken }: Late) =>
      `In kring ${circle} wacht een hulpvraag al ${days} dagen op een bezoek. ${isTaken ? 'Iemand heeft hem opgepakt, maar er staat nog geen dag.' : 'Nog niemand heeft hem opgepakt.'} ${due} Typ mij: hulpvragen`,
    en: ({ circle, days, due, isTaken }: Late) =>
      `In circle ${circle} a request for help has waited ${days} days for a visit. ${isTaken ? 'Somebody has taken it, but there is no day yet.' : 'Nobody has taken it yet.'} ${due} Type to me: requests`,
  },
  /** The same when no supervisor of the circle can be reached. */
  unheard: {
    nl: (circle: string, due: string) =>
      `In kring ${circle} wacht een hulpvraag, en ik kan daar geen begeleider bereiken. Vraag wie Polsslag beheert om iemand in die kring te zetten. ${due}`,
    en: (circle: string, due: string) =>
      `In circle ${circle} a request for help is waiting, and I can reach no supervisor there. Ask whoever operates Polsslag to put somebody in that circle. ${due}`,
  },
  unheardTaken: {
    nl: (circle: string, due: string) =>
      `In kring ${circle} wacht een hulpvraag. Iemand heeft hem opgepakt, maar er staat nog geen dag. ${due}`,
    en: (circle: string, due: string) =>
      `In circle ${circle} a request for help is waiting. Somebody has taken it, but there is no day yet. ${due}`,
  },
  /** The same post, once a visit is planned. */
  latePlanned: {
    nl: (circle: string) => `In kring ${circle} wachtte een hulpvraag. Er is nu een bezoek gepland.`,
    en: (circle: string) => `A request for help waited in circle ${circle}. A visit is planned now.`,
  },
  lateElsewhere: {
    nl: (circle: string) => `In kring ${circle} wachtte een hulpvraag: zie het nieuwere bericht hieronder.`,
    en: (circle: string) => `In circle ${circle} a request for help was waiting: see the newer message below.`,
  },
  lateDone: {
    nl: 'De hulpvraag die hier wachtte, is afgerond.',
    en: 'The request for help that waited here is done.',
  },
  lateWithdrawn: {
    nl: 'De hulpvraag die hier wachtte, is ingetrokken.',
    en: 'The request for help that waited here was withdrawn.',
  },
  visited: {
    nl: (teacher: string) => `Genoteerd: je was bij ${teacher}.`,
    en: (teacher: string) => `Noted: you visited ${teacher}.`,
  },
  none: { nl: 'In je kringen staat geen hulpvraag open.', en: 'No request is open in your circles.' },
  weekPost: {
    nl: (days: number) =>
      `Eerste bezoeken na een hulpvraag: de helft was ${days === 0 ? 'op dezelfde dag' : `binnen ${days} ${days === 1 ? 'dag' : 'dagen'}`}.`,
    en: (days: number) =>
      `First visits after a request for help: half were ${days === 0 ? 'on the same day' : `within ${days} ${days === 1 ? 'day' : 'days'}`}.`,
  },
});
