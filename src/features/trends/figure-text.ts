import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import type { PublishedFigure } from '../../measurement/published-week.ts';
import { trendTexts } from './texts.ts';

/** A coarse figure is said as the range that it stands for, because its middle would look exact. */
export function figureText(figure: PublishedFigure, language: string): string {
  const texts = trendTexts(language);
  return isCoarse(figure) ? texts.coarse(...rangeOf(figure)) : texts.figure(figure.mean);
}

/** With what became of it since the weeks before, when there is something to say. */
export function withChange(figure: PublishedFigure, language: string): string {
  const { change } = figure;
  const text = figureText(figure, language);
  return change === null || change.direction === 'stable' ? text : `${text}, ${trendTexts(language).change(change)}`;
}

/** The same in few words: three of them stand below the sentence about the total. */
export function withShortChange(figure: PublishedFigure, language: string): string {
  const { change } = figure;
  const text = figureText(figure, language);
  return change === null || change.direction === 'stable'
    ? text
    : `${text}, ${trendTexts(language).shortChange(change)}`;
}

/** The first sentence of the post: where the teachers are, and whether that is another place than before. */
export function sentenceOf(total: PublishedFigure, language: string): string {
  const texts = trendTexts(language);
  const place = isCoarse(total) ? texts.between(...rangeOf(total)) : texts.at(total.mean);
  return texts.sentence(place, total.change === null ? '' : `, ${texts.change(total.change)}`);
}
