import type { Instrument } from '../../measurement/instrument.ts';
import { type OwnAnswer, ownLine } from '../../measurement/own-line.ts';
import { SCALES, type Scale } from '../../measurement/scale.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownLineTexts } from './texts.ts';

type OwnScores = ReturnType<typeof ownLine>[number];

/** How many weeks of their own a teacher sees. */
const WEEKS_SHOWN = 8;

/**
 * A teacher's own answers in sentences, for that teacher only: what they answered in the latest week, and how their
 * scores went.
 */
export function ownLines(
  answers: readonly OwnAnswer[],
  instrument: Instrument,
  { language }: Person,
): readonly string[] {
  const texts = ownLineTexts(language);
  const latest = answers.at(-1);
  if (!latest) return [texts.none];
  const thatWeek = answers.filter((answer) => answer.week === latest.week);
  const given = thatWeek.map(({ item, value }) => {
    const text = instrument.items.find((candidate) => candidate.code === item)?.text ?? item;
    const label = instrument.answers.find((answer) => answer.value === value)?.label ?? '';
    return `• ${text} ${value} · ${label}`;
  });
  const line = ownLine(answers, instrument).filter(hasScore).slice(-WEEKS_SHOWN);
  // The first line says what the names mean.
  const shown = line.map((scores, index) => scoresLine(scores, language, index === 0));
  return [
    [`${capitalised(commonTexts(language).weekOf(latest.week))}:`, ...given].join('\n'),
    shown.length > 0 ? [`${texts.line}:`, ...shown].join('\n') : texts.lineLater,
  ];
}

/** A scale has a score once each of its three items was answered. */
function hasScore(scores: OwnScores): boolean {
  return SCALES.some((scale) => scores[scale] !== null);
}

function scoresLine(scores: OwnScores, language: string, explained: boolean): string {
  const { weekOf, total, scales: names, meaning } = commonTexts(language);
  const shown = (value: number | null) =>
    value === null ? '–' : value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const nameOf = (scale: Scale) => `${names[scale].toLowerCase()}${explained ? ` (${meaning[scale]})` : ''}`;
  const scales = SCALES.map((scale) => `${nameOf(scale)} ${shown(scores[scale])}`);
  return `${capitalised(weekOf(scores.week))}: ${total.toLowerCase()} ${shown(scores.total)} · ${scales.join(' · ')}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
