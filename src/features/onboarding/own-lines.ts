import type { Instrument } from '../../measurement/instrument.ts';
import { type OwnScores, ownLine } from '../../measurement/own-line.ts';
import { SCALES } from '../../measurement/scale.ts';
import { textsFor } from '../../text/texts.ts';
import type { Texts } from '../../text/texts-shape.ts';
import type { PeopleStore, Person } from './people-store.ts';

/** How many weeks of their own a teacher sees. */
const WEEKS_SHOWN = 8;

/**
 * A teacher's own answers in sentences, for that teacher only: what they answered in the latest week, and how their
 * scores went.
 */
export async function ownLines(
  store: PeopleStore,
  instrumentFor: (language: string) => Instrument,
  person: Person,
): Promise<readonly string[]> {
  const texts = textsFor(person.language);
  const instrument = instrumentFor(person.language);
  const answers = await store.answersOf(person.id);
  const latest = answers.at(-1);
  if (!latest) return [texts.own.none];
  const thatWeek = answers.filter((answer) => answer.week === latest.week);
  const given = thatWeek.map(({ item, value }) => {
    const text = instrument.items.find((candidate) => candidate.code === item)?.text ?? item;
    const label = instrument.answers.find((answer) => answer.value === value)?.label ?? '';
    return `• ${text} ${value} · ${label}`;
  });
  const line = ownLine(answers, instrument).filter(hasScore).slice(-WEEKS_SHOWN);
  const shown = line.map((scores) => scoresLine(scores, texts, person.language));
  return [
    [`${capitalised(texts.own.weekOf(latest.week))}:`, ...given].join('\n'),
    shown.length > 0 ? [`${texts.own.line}:`, ...shown].join('\n') : texts.own.lineLater,
  ];
}

/** A scale has a score once each of its three items was answered. */
function hasScore(scores: OwnScores): boolean {
  return SCALES.some((scale) => scores[scale] !== null);
}

function scoresLine(scores: OwnScores, texts: Texts, language: string): string {
  const shown = (value: number | null) =>
    value === null ? '–' : value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const scales = SCALES.map((scale) => `${texts.own.scales[scale]} ${shown(scores[scale])}`);
  return `${capitalised(texts.own.weekOf(scores.week))}: ${texts.trend.total.toLowerCase()} ${shown(scores.total)} · ${scales.join(' · ')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
