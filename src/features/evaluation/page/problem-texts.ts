import { translated } from '../../../text/translated.ts';
import type { Problem } from '../browser/screens.ts';

type ProblemTexts = Readonly<Record<Problem, { readonly what: string; readonly advice: string }>>;

const nl: ProblemTexts = {
  'no-ticket': {
    what: 'Je uitnodiging ontbreekt.',
    advice: 'Open de knop in je bericht. Was je al bezig in deze browser, dan gaat het verder waar je was.',
  },
  insecure: {
    what: 'Deze verbinding is niet beveiligd, dus je browser wil hier niet versleutelen.',
    advice: 'Er is niets gebruikt of verstuurd. Vraag wie Polsslag beheert om een adres dat met https begint.',
  },
  'no-storage': {
    what: 'Je browser mag hier niets bewaren.',
    advice:
      'Zonder dat zou je formulier kwijt kunnen raken. Er is niets gebruikt. Open de knop in een gewoon venster of een andere browser.',
  },
  offline: {
    what: 'Er is geen verbinding.',
    advice: 'Er is niets kwijt: alles staat nog in deze browser. Probeer het zo nog eens.',
  },
  trouble: {
    what: 'Het lukt nu even niet.',
    advice: 'Er is niets kwijt: alles staat nog in deze browser. Probeer het over een paar minuten nog eens.',
  },
  'key-differs': {
    what: 'Het controlegetal is anders dan in je uitnodiging.',
    advice:
      'Met een eigen sleutel zou je te herkennen zijn, dus het stopt hier. Er is niets gebruikt of verstuurd. Vergelijk het getal met dat van een collega, en vertel het in je team.',
  },
  altered: {
    what: 'De stempel die terugkwam, past niet bij de sleutel.',
    advice:
      'Zo zou je formulier niet geldig zijn, dus er wordt niets verstuurd. Probeer het nog eens. Blijft het zo, vertel het dan in je team.',
  },
  'used-elsewhere': {
    what: 'Met deze uitnodiging is al begonnen, in een andere browser of op een ander toestel.',
    advice:
      'Ga daar verder. Een tweede keer kan niet, want elke uitnodiging geeft één formulier. Was jij dat niet? Vertel het dan in je team.',
  },
  'unknown-ticket': {
    what: 'Deze uitnodiging wordt niet herkend.',
    advice: 'Open de knop in je bericht nog eens. Kopieerde je het adres, dan mist er misschien een stukje.',
  },
  'too-late': {
    what: 'Beginnen kan niet meer: dat kan tot twee dagen voor de sluiting.',
    advice: 'Die twee dagen zijn er zodat het tijdstip niemand verraadt. De volgende ronde kun je weer meedoen.',
  },
  missed: {
    what: 'Je formulier was nog niet weg toen de ronde sloot.',
    advice: 'Het is niet aangekomen, en hier is het gewist. Dat is jammer. De volgende ronde kun je weer meedoen.',
  },
  refused: {
    what: 'Je formulier wordt niet aangenomen.',
    advice:
      'Er is niets kwijt: alles staat nog in deze browser. Vertel het aan wie Polsslag beheert, zonder te zeggen wat je invulde.',
  },
  empty: {
    what: 'Er is nog niets ingevuld.',
    advice: 'Kies bij ten minste één zin een cijfer, of schrijf iets op.',
  },
};

const en: ProblemTexts = {
  'no-ticket': {
    what: 'Your invitation is missing.',
    advice: 'Open the button in your message. If you had begun in this browser, it goes on where you were.',
  },
  insecure: {
    what: 'This connection is not secure, so your browser will not encrypt here.',
    advice: 'Nothing was used or sent. Ask whoever operates Polsslag for an address that begins with https.',
  },
  'no-storage': {
    what: 'Your browser may not keep anything here.',
    advice:
      'Without that your form could get lost. Nothing was used. Open the button in an ordinary window or another browser.',
  },
  offline: {
    what: 'There is no connection.',
    advice: 'Nothing is lost: everything is still in this browser. Try again in a moment.',
  },
  trouble: {
    what: 'This does not work right now.',
    advice: 'Nothing is lost: everything is still in this browser. Try again in a few minutes.',
  },
  'key-differs': {
    what: 'The check number differs from the one in your invitation.',
    advice:
      'With a key of your own you could be recognised, so it stops here. Nothing was used or sent. Compare the number with a colleague’s, and tell your team.',
  },
  altered: {
    what: 'The stamp that came back does not fit the key.',
    advice:
      'Your form would not be valid like that, so nothing is sent. Try again. If it stays like this, tell your team.',
  },
  'used-elsewhere': {
    what: 'A form was already begun with this invitation, in another browser or on another device.',
    advice:
      'Continue there. A second time is not possible, because each invitation gives one form. Was it not you? Then tell your team.',
  },
  'unknown-ticket': {
    what: 'This invitation is not recognised.',
    advice: 'Open the button in your message once more. If you copied the address, a part of it may be missing.',
  },
  'too-late': {
    what: 'It is too late to begin: that is possible until two days before the close.',
    advice: 'Those two days are there so that the time gives nobody away. You can take part in the next round.',
  },
  missed: {
    what: 'Your form had not left when the round closed.',
    advice: 'It did not arrive, and it is erased here. That is a pity. You can take part in the next round.',
  },
  refused: {
    what: 'Your form is not accepted.',
    advice:
      'Nothing is lost: everything is still in this browser. Tell whoever operates Polsslag, without saying what you filled in.',
  },
  empty: {
    what: 'Nothing is filled in yet.',
    advice: 'Choose a number for at least one sentence, or write something.',
  },
};

/** The page's messages about problems, each with what to do. */
export const problemTexts = translated({ said: { nl, en } });
