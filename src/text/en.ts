import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import type { Texts } from './texts-shape.ts';

const number = (value: number) => value.toFixed(1);

export const en: Texts = {
  languageName: 'English',
  checkIn: {
    summary: 'Three short questions about your work',
    progress: (index, of) => `Question ${index} of ${of}`,
    whoSees: 'Only you see your answers. Your supervisors see averages of a group.',
    thanks: 'Thank you, you have answered all questions.',
    thanksMore: 'See you next time.',
    change: 'See or change answers',
    closed: 'These questions are closed. Nothing is saved any more.',
    stopped: 'You have stopped, so nothing is stored here any more. Want to join again? Type: start',
    none: 'There are no questions for you right now.',
    dialogTitle: 'Your answers',
    dialogIntro: (until) =>
      `Only you see this. You can change your answers up to and including ${format(new TZDate(until.getTime() - 1, 'Europe/Amsterdam'), 'EEEE d MMMM')}.`,
    notAnswered: 'Not answered yet',
    save: 'Save',
    close: 'Close',
    saved: 'Your answers have been saved.',
    tooLate: 'These questions are closed. Your answers have not changed.',
    notStored: 'This answer was not saved. Type check-in to see your questions.',
    notChanged: 'Your change was not saved. Type check-in to see your questions.',
    nothingChosen: 'You chose nothing, so nothing has changed.',
    keptFirst: 'You had answered that question already. Your first answer stays.',
    gone: 'These questions are gone. Type check-in to see your questions.',
    unknown: 'I do not know you yet, so nothing was saved. Ask your supervisor to add you.',
  },
  people: {
    greeting: 'Hello, I am Polsslag',
    invitation:
      'Once a week I ask you three short questions about your work with pupils who need extra help. You answer each with one tap. That way your supervisors see how the group is doing, and can help better.',
    whoSees:
      'Only you see your answers. Others only see averages of at least five teachers. You can stop at any time: type stop.',
    privacy: 'How Polsslag handles your answers',
    yes: 'Yes, I will join',
    no: 'No, rather not',
    welcome: 'Good to have you. Your first questions come within a week, except in school holidays.',
    declined: 'Fine, I will not ask you anything. Want to join later? Type: start',
    stopped:
      'I will not ask you anything any more. Your earlier answers are kept, and only you see them. Want to join again? Type: start',
    unknown: 'I do not know you yet. Ask your supervisor to add you.',
    notForYou: 'The questions are for teachers. The supervisors’ channel shows every Monday how things are.',
    help: 'You can type: check-in (your questions of this week), start (join), stop (no longer join), help (this text).',
    myAnswers: 'My answers',
    languageLabel: 'Language',
    homeTitle: 'Polsslag',
    taking: 'You take part. Every week you get three short questions, except in school holidays.',
    notTaking: 'You do not take part, so you get no questions.',
    outdated: 'This button no longer works, so nothing was saved. Type help to see what you can do.',
    again: 'Join again',
    stop: 'Stop the questions',
    stay: 'No, I will keep taking part',
    perhapsStop: 'Do you mean: stop? Then I will not ask you anything any more.',
    perhapsStart: 'Do you mean: start? Then you get three short questions every week.',
    notUnderstood: 'I do not understand that.',
    mentioned: 'Others read along here: open a chat with me alone and type help there.',
    addedAmongOthers: 'Hello, I am Polsslag. To talk to me, open a chat with me alone and type help there.',
    busy: 'This does not work right now. Nothing has changed yet. Please try again in a minute.',
    nothingDone: 'Nothing has changed.',
    doneBefore: 'This was done already. Nothing more has changed.',
    unreadable: 'This did not come through, so nothing was saved. Type help to see what you can do.',
    notConnected: 'Polsslag is not connected here, so nothing was saved. Ask your supervisor for help.',
  },
  own: {
    title: 'My answers',
    intro: 'Only you see this.',
    none: 'You have not answered any questions yet.',
    line: 'Your line (0 is never, 6 is every day)',
    scales: { vigour: 'energy', dedication: 'joy and pride', absorption: 'being caught up in it' },
    lineLater: 'After three weeks you see here how you were doing.',
    weekOf: (week) => `week ${Number(week.slice(6))}`,
    close: 'Close',
  },
  trend: {
    title: (week) => `How week ${Number(week.slice(6))} was`,
    summary: (week) => `How week ${Number(week.slice(6))} was for the teachers`,
    total: 'Total',
    scales: { vigour: 'Vigour', dedication: 'Dedication', absorption: 'Absorption' },
    partnership: 'All circles together',
    circle: (name) => `Circle ${name}`,
    otherCircles: 'Other circles',
    figure: (mean, interval) =>
      interval === null ? number(mean) : `${number(mean)} (${number(interval[0])} to ${number(interval[1])})`,
    coarse: (low, high) => `between ${number(low)} and ${number(high)}`,
    change: { up: 'up', down: 'down', stable: 'unchanged' },
    noChange: 'There is no earlier week to compare with yet.',
    respondents: (band) => `${band === '50+' ? '50 or more' : band.replace('-', ' to ')} teachers answered`,
    withheld: 'Too few or too similar answers this week. We show nothing, so that nobody can be recognised.',
    withheldParts: (names) => `Not shown separately, so that nobody can be recognised: ${names.join(', ')}.`,
    reading:
      'Each figure runs from 0 (never) to 6 (every day) and is an average of at least five teachers who answered. Between brackets stands how far off it can be.',
    chartTitle: (weeks) => (weeks === 1 ? 'This week' : `The last ${weeks} weeks`),
    chartBand: 'The grey area shows how uncertain the total is.',
    chartAlt: (lines) => `Line chart from 0 to 6. ${lines.join(' ')}`,
    norm: (total) => `For comparison: the national average over all kinds of work is ${number(total)}.`,
  },
  method: {
    title: 'Do the questions belong together?',
    summary: 'Do the questions belong together? How it stands this quarter',
    intro:
      "Each scale has three questions. Cronbach's alpha says how well these three belong together: from 0 (not at all) to 1 (completely).",
    figure: (alpha, end, reading) => {
      const words = {
        good: 'belong together well',
        enough: 'belong together enough',
        little: 'belong together too little',
      };
      const ends = { low: ' or lower', high: ' or higher' };
      return `${alpha.toFixed(2)}${end === null ? '' : ends[end]}, the questions ${words[reading]}`;
    },
    reading:
      "From 0.70 on a group's figure is of good use, from 0.80 on the questions belong together well. Below 0.70: read the figure of that scale with care.",
    limits:
      'Alpha does not say whether we measure the right thing. With more questions alpha rises by itself. It takes the three questions to weigh alike. The answers lie up to two weeks apart, and that makes alpha lower.',
    basis: (cycles, band) =>
      `Taken over at least ${cycles} rounds of three weeks in which a teacher answered all nine questions, of ${band === '50+' ? '50 or more' : band.replace('-', ' to ')} teachers.`,
    tooFew: (cycles, teachers) =>
      `There is no figure yet. It takes ${cycles} complete rounds of three weeks, of at least ${teachers} teachers, no more than a third of them by the same two.`,
  },
};
