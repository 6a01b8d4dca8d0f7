import { translated } from '../../../text/translated.ts';

/** The texts of the page before and after the form. */
export const pageTexts = translated({
  title: {
    nl: 'Wat vind je van de begeleiding?',
    en: 'What do you think of the guidance?',
  },
  about: {
    nl: (name: string | null) => (name === null ? 'Over het team van begeleiders' : `Over de begeleiding door ${name}`),
    en: (name: string | null) => (name === null ? 'About the team of supervisors' : `About the guidance by ${name}`),
  },
  otherLanguage: {
    nl: 'In English',
    en: 'In het Nederlands',
  },
  noScript: {
    nl: 'Deze pagina heeft JavaScript nodig. Alleen je eigen browser kan je formulier losmaken van je naam, en daarvoor moet hij kunnen rekenen. Zet JavaScript aan en laad de pagina opnieuw. Je uitnodiging is nog niet gebruikt.',
    en: 'This page needs JavaScript. Only your own browser can separate your form from your name, and for that it must calculate. Switch JavaScript on and load the page again. Your invitation has not been used yet.',
  },
  start: {
    nl: {
      heading: 'Twee minuten, en anoniem',
      points: [
        'Op de server is niet te zien wie wat invulde. Ook niet voor ons.',
        'Je browser haalt met je uitnodiging één stempel. Wij stempelen zonder te zien waarop. Daarna stuurt hij je formulier zonder naam.',
        'Anderen zien pas iets na de sluiting, en alleen gemiddelden van minstens vijf formulieren. Je zinnen staan er pas bij vanaf tien, door elkaar.',
        'Tot het weg is, staat je formulier alleen in deze browser. Kies een toestel dat je niet deelt.',
      ],
      until: (moment: string) => `Beginnen kan tot ${moment}. Je uitnodiging is pas gebruikt als je op Begin drukt.`,
      begin: 'Begin',
      how: 'Hoe dit werkt, en wat het niet oplost',
      key: 'Controlegetal van deze ronde',
      compare: 'Ieder die is uitgenodigd, hoort hier ditzelfde getal te zien. Vergelijk het met een collega:',
      whole: 'Nog preciezer, het hele kenmerk:',
    },
    en: {
      heading: 'Two minutes, and anonymous',
      points: [
        'On the server nobody can see who filled in what. Nor can we.',
        'Your browser gets one stamp with your invitation. We stamp without seeing what. It then sends your form without a name.',
        'Others see something only after the close, and only averages of at least five forms. Your sentences are added from ten on, shuffled.',
        'Until it is sent, your form is in this browser only. Choose a device that you do not share.',
      ],
      until: (moment: string) => `You can begin until ${moment}. Your invitation is used only once you press Begin.`,
      begin: 'Begin',
      how: 'How this works, and what it does not solve',
      key: 'Check number of this round',
      compare: 'Everybody who is invited should see this same number here. Compare it with a colleague:',
      whole: 'More exact still, the whole fingerprint:',
    },
  },
  waiting: {
    nl: {
      heading: 'Je formulier wacht even',
      at: 'Het gaat vanzelf weg, rond',
      why: 'Kwam je formulier meteen na je stempel, dan kon het tijdstip verraden van wie het is. Hoe later, hoe veiliger.',
      close: (moment: string) =>
        `Je mag deze pagina sluiten. Is ze dicht, dan gaat je formulier weg zodra je haar weer opent. Doe dat vóór ${moment}.`,
      now: 'Verstuur nu meteen',
      change: 'Iets veranderen',
    },
    en: {
      heading: 'Your form waits a while',
      at: 'It leaves by itself, around',
      why: 'If your form came right after your stamp, the time could give away whose it is. The later, the safer.',
      close: (moment: string) =>
        `You may close this page. If it is closed, your form leaves as soon as you open it again. Do that before ${moment}.`,
      now: 'Send it now',
      change: 'Change something',
    },
  },
  received: {
    nl: {
      heading: 'Dank je wel, het is binnen',
      said: 'Je formulier is bewaard, zonder naam. In deze browser is het gewist. Alleen dat je klaar bent, staat er nog.',
      next: (moment: string) => `De ronde sluit ${moment}. Daarna komt de uitslag, als er genoeg formulieren zijn.`,
    },
    en: {
      heading: 'Thank you, it has arrived',
      said: 'Your form is stored, without a name. It is erased from this browser. Only the fact that you are done is left.',
      next: (moment: string) =>
        `The round closes on ${moment}. After that the result comes, if there are enough forms.`,
    },
  },
  how: {
    nl: {
      title: 'Hoe de evaluatie anoniem is',
      known: [
        'Op de server is niet te zien wie wat invulde. Ook niet voor ons, en ook niet later.',
        'Wel staat er wie is uitgenodigd en, tot de sluiting, wie een stempel haalde. Je begeleiders zien dat niet.',
        'Zij zien na de sluiting gemiddelden van minstens vijf formulieren. Zinnen pas vanaf tien, door elkaar.',
      ],
      yours: 'Wat je zelf kunt doen',
      advice: [
        'Kies ‘Klaar, verstuur straks’. Dan zegt het tijdstip niet van wie het is.',
        'Schrijf niets waaraan iemand je herkent. Leeg laten mag: je cijfers tellen even zwaar.',
        'Gebruik een toestel en een netwerk waar niemand meekijkt.',
        'Vergelijk het controlegetal met dat van een collega.',
      ],
      unsolved: { label: 'Wat er niet mee is opgelost', anchor: 'wat-er-niet-mee-is-opgelost' },
      whole: 'Het hele verhaal',
      scriptTitle: 'Het script',
      script: 'Dit is het script dat deze server verstuurt, met zijn kenmerk:',
    },
    en: {
      title: 'How the evaluation is anonymous',
      known: [
        'On the server nobody can see who filled in what. Nor can we, now or later.',
        'The server does record who was invited and, until the close, who got a stamp. Your supervisors do not see that.',
        'After the close they see averages of at least five forms. Sentences only from ten on, shuffled.',
      ],
      yours: 'What you can do yourself',
      advice: [
        'Choose ‘Done, send it later’. That way the time does not tell whose it is.',
        'Write nothing that somebody could recognise you by. You may leave it empty: your figures count as much.',
        'Use a device and a network where nobody looks over your shoulder.',
        'Compare the check number with that of a colleague.',
      ],
      unsolved: { label: 'What it does not solve', anchor: 'what-it-does-not-solve' },
      whole: 'The whole story',
      scriptTitle: 'The script',
      script: 'This is the script that this server sends, with its hash:',
    },
  },
  busy: {
    nl: 'Een ogenblik. Je browser rekent en haalt je stempel.',
    en: 'One moment. Your browser calculates and gets your stamp.',
  },
  closed: {
    nl: 'Deze ronde is gesloten. Er kan niets meer bij.',
    en: 'This round is closed. Nothing more can be added.',
  },
  unknown: {
    nl: 'Deze ronde is er niet. Open de knop in je bericht opnieuw.',
    en: 'There is no such round. Open the button in your message again.',
  },
});
