import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { nl as dutch } from 'date-fns/locale/nl';
import { DUTCH_TIMEZONE } from '../../clock.ts';
import { translated } from '../../text/translated.ts';

export const joinTexts = translated({
  ask: {
    nl: 'Heb je een code van je school? Dan kun je je hier aanmelden. Geen code? Vraag erom bij je begeleider.',
    en: 'Do you have a code from your school? Then you can join here. No code? Ask your supervisor for one.',
  },
  enter: {
    nl: 'Code invullen',
    en: 'Enter a code',
  },
  found: {
    nl: (school: string) => `Deze code is van ${school}. Werk je daar als leerkracht? Dan kun je je aanmelden.`,
    en: (school: string) => `This code is for ${school}. Are you a teacher there? Then you can join.`,
  },
  goOn: {
    nl: 'Aanmelden',
    en: 'Join',
  },
  wrong: {
    nl: 'Deze code ken ik niet. Misschien staat er een letter verkeerd, of is de code verlopen. Vraag anders een nieuwe aan je begeleider.',
    en: 'I do not know this code. Perhaps a letter is wrong, or the code has expired. Otherwise ask your supervisor for a new one.',
  },
  tooMany: {
    nl: 'Dat waren veel codes die niet klopten. Probeer het over een uur nog eens, of vraag je begeleider om hulp.',
    en: 'Those were a lot of wrong codes. Try again in an hour, or ask your supervisor for help.',
  },
  known: {
    nl: 'Ik ken je al, dus een code heb je niet nodig.',
    en: 'I already know you, so you need no code.',
  },
  otherSchool: {
    nl: (school: string) =>
      `Deze code is van ${school}, en ik ken je van een andere school. Werk je nu daar? Vraag wie Polsslag beheert om dat aan te passen. Met de code verandert er niets.`,
    en: (school: string) =>
      `This code is for ${school}, and I know you from another school. Do you work there now? Ask whoever operates Polsslag to change it. The code changes nothing.`,
  },
  supervisor: {
    nl: 'Jij bent bij mij bekend als begeleider. Aanmelden met een code is voor leerkrachten.',
    en: 'I know you as a supervisor. Joining with a code is for teachers.',
  },
  nameTaken: {
    nl: 'Een begeleider heeft deze naam al. Ben jij een ander? Vraag wie Polsslag beheert om je toe te voegen.',
    en: 'A supervisor has this name already. Are you somebody else? Ask whoever operates Polsslag to add you.',
  },
  title: {
    nl: 'Aanmelden',
    en: 'Join',
  },
  intro: {
    nl: 'Ik bewaar je naam, je school en hoe ik je in deze chat bereik. Je naam is voor wie Polsslag beheert: die bevestigt dat je hier werkt. Daarna vraag ik je eerst of je meedoet.',
    en: 'I store your name, your school and how I reach you in this chat. Your name is for whoever operates Polsslag: they confirm that you work here. Then I first ask you whether you take part.',
  },
  code: {
    nl: 'Code van je school',
    en: 'Code from your school',
  },
  name: {
    nl: 'Je naam',
    en: 'Your name',
  },
  missing: {
    nl: 'Vul dit nog in.',
    en: 'Please fill this in.',
  },
  cancel: {
    nl: 'Sluiten',
    en: 'Close',
  },
  joined: {
    nl: (school: string) => `Je bent aangemeld bij ${school}. Je krijgt zo een bericht, waarin je kiest of je meedoet.`,
    en: (school: string) =>
      `You have joined ${school}. You will get a message in which you choose whether to take part.`,
  },
  school: { nl: 'School', en: 'School' },
  whichSchool: {
    nl: 'Voor welke school wil je een code?',
    en: 'For which school do you want a code?',
  },
  noSchool: {
    nl: 'Er is nog geen school in jouw kring. Vraag wie Polsslag beheert om hulp.',
    en: 'There is no school in your circle yet. Ask whoever operates Polsslag for help.',
  },
  notYours: {
    nl: 'Codes zijn er bij begeleiders. Vraag er een aan jouw begeleider, voor een collega die nog niet meedoet.',
    en: 'Supervisors make codes. Ask yours for one, for a colleague who does not take part yet.',
  },
  made: {
    nl: (school: string, code: string) => `Code voor ${school}: ${code}`,
    en: (school: string, code: string) => `Code for ${school}: ${code}`,
  },
  howToUse: {
    nl: (until: Date) =>
      `Leerkrachten van deze school typen bij mij: aanmelden, en dan de code. Hij werkt tot en met ${dayText(until, 'nl')}. Deel hem met niemand anders.`,
    en: (until: Date) =>
      `Teachers of this school type to me: join, and then the code. It works up to and including ${dayText(until, 'en')}. Share it with nobody else.`,
  },
  counting: {
    nl: 'Wie zich zo aanmeldt, telt in groepscijfers mee zodra de beheerder dat bevestigt.',
    en: 'Whoever joins like this counts in group figures once the operator has confirmed them.',
  },
});

function dayText(at: Date, language: 'nl' | 'en'): string {
  return format(new TZDate(at, DUTCH_TIMEZONE), 'd MMMM', language === 'nl' ? { locale: dutch } : {});
}
