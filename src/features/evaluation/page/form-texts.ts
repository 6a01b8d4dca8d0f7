import { translated } from '../../../text/translated.ts';
import type { ItemCode } from '../items.ts';

const dutch: Readonly<Record<ItemCode, string>> = {
  NEW: 'Het bracht me iets nieuws.',
  PRACTICAL: 'Ik kon er in mijn groep meteen iets mee.',
  RECOGNISED: 'Wat ik lastig vond, werd herkend.',
  AGREED_TIMES: 'Afgesproken tijden werden nagekomen.',
  EXPERTISE: 'Het bracht kennis mee die we op school niet hadden.',
  FREE_TO_SPEAK: 'Ik voelde me vrij om te zeggen wat ik denk.',
  OVERALL: 'Alles bij elkaar was het mijn tijd waard.',
};

const english: Readonly<Record<ItemCode, string>> = {
  NEW: 'It brought me something new.',
  PRACTICAL: 'I could use it in my class straight away.',
  RECOGNISED: 'What I found difficult was recognised.',
  AGREED_TIMES: 'Agreed times were kept.',
  EXPERTISE: 'It brought expertise that we did not have at school.',
  FREE_TO_SPEAK: 'I felt free to say what I think.',
  OVERALL: 'All in all it was worth my time.',
};

export const formTexts = translated({
  heading: {
    nl: 'Hoe was het voor jou?',
    en: 'How was it for you?',
  },
  intro: {
    nl: 'Kies wat past. Sla over wat je niet weet. Sluit je de pagina, dan staat dit er nog, in deze browser.',
    en: 'Choose what fits. Leave out what you do not know. If you close the page, this is still here, in this browser.',
  },
  items: { nl: dutch, en: english },
  ends: {
    nl: { low: 'helemaal niet', high: 'helemaal wel' },
    en: { low: 'not at all', high: 'completely' },
  },
  notApplicable: {
    nl: { short: 'n.v.t.', long: 'niet van toepassing' },
    en: { short: 'n/a', long: 'not applicable' },
  },
  open: {
    nl: { heading: 'In je eigen woorden', keep: 'Wat moet zo blijven?', change: 'Wat kan anders?' },
    en: { heading: 'In your own words', keep: 'What should stay as it is?', change: 'What could be different?' },
  },
  careful: {
    nl: 'Schrijf niets waaraan iemand je herkent. Dus geen namen, geen groep, en niets wat alleen jij meemaakte. Ook je schrijfstijl kan je verraden.',
    en: 'Write nothing that somebody could recognise you by. So no names, no class, and nothing that only you went through. Your style of writing can give you away too.',
  },
  left: {
    nl: 'tekens over',
    en: 'characters left',
  },
  later: {
    nl: 'Klaar, verstuur straks',
    en: 'Done, send it later',
  },
  whyLater: {
    nl: 'Straks is veiliger: op een willekeurig moment in het komende uur. Zo zegt het tijdstip niet van wie het is.',
    en: 'Later is safer: at a random moment of the coming hour. That way the time does not tell whose it is.',
  },
  atOnce: {
    nl: 'Verstuur nu meteen',
    en: 'Send it now',
  },
});
