import type { Instrument } from '../../measurement/instrument.ts';
import type { OwnAnswer, ownScores } from '../../measurement/own-line.ts';
import { SCALES, type Scale } from '../../measurement/scale.ts';
import { capitalised } from '../../text/capitalised.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownLineTexts } from './texts.ts';

type OwnScores = ReturnType<typeof ownScores>[number];

/** How many weeks are written out; more would be too much text. */
const WEEKS_TOLD = 8;

/** A teacher's answers of their latest week, for that teacher only. */
export function latestAnswers(answers: readonly OwnAnswer[], instrument: Instrument, language: string): string {
  const latest = answers.at(-1);
  if (!latest) return ownLineTexts(language).none;
  const given = answers.flatMap(({ week, item, value }) => {
    if (week !== latest.week) return [];
    const text = instrument.items.find((candidate) => candidate.code === item)?.text ?? item;
    const label = instrument.answers.find((answer) => answer.value === value)?.label ?? '';
    return [`• ${text} ${value} · ${label}`];
  });
  return [`${capitalised(commonTexts(language).weekOf(latest.week))}:`, ...given].join('\n');
}

/** A teacher's own line in words, where no picture can be shown. */
export function lineInWords(scored: readonly OwnScores[], language: string): string {
  const texts = ownLineTexts(language);
  if (scored.length === 0) return texts.lineLater;
  // Only the first line explains the names.
  const shown = scored.slice(-WEEKS_TOLD).map((scores, index) => scoresLine(scores, language, index === 0));
  return [`${texts.line}:`, ...shown].join('\n');
}

/** What the scales' names mean: the picture has room for the names only. */
export function namesOfScales(language: string): string {
  const { scales: names, meaning } = commonTexts(language);
  return ownLineTexts(language).names(SCALES.map((scale) => [names[scale], meaning[scale]]));
}

function scoresLine(scores: OwnScores, language: string, explained: boolean): string {
  const { weekOf, total, scales: names, meaning } = commonTexts(language);
  const shown = (value: number | null) => (value === null ? '–' : ownLineTexts(language).figure(value));
  const nameOf = (scale: Scale) => `${names[scale].toLowerCase()}${explained ? ` (${meaning[scale]})` : ''}`;
  const scales = SCALES.map((scale) => `${nameOf(scale)} ${shown(scores[scale])}`);
  return `${capitalised(weekOf(scores.week))}: ${total.toLowerCase()} ${shown(scores.total)} · ${scales.join(' · ')}`;
}
