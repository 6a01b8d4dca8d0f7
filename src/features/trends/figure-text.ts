import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import type { PublishedFigure } from '../../measurement/published-week.ts';
import { trendTexts } from './texts.ts';

/** A figure in words. A coarse one is given as its range, because its middle would look exact. */
export function figureText(figure: PublishedFigure, language: string): string {
  const texts = trendTexts(language);
  return isCoarse(figure) ? texts.coarse(...rangeOf(figure)) : texts.figure(figure.mean);
}

/** A figure with its change since earlier weeks, when there is one. */
export function withChange(figure: PublishedFigure, language: string): string {
  const { change } = figure;
  const text = figureText(figure, language);
  return change === null || change.direction === 'stable' ? text : `${text}, ${trendTexts(language).change(change)}`;
}

/** The same, shorter: three of them are below the sentence about the total. */
export function withShortChange(figure: PublishedFigure, language: string): string {
  const { change } = figure;
  const text = figureText(figure, language);
  return change === null || change.direction === 'stable'
    ? text
    : `${text}, ${trendTexts(language).shortChange(change)}`;
}

/** The first sentence of the post: the total, and whether it changed. */
export function sentenceOf(total: PublishedFigure, language: string): string {
  const texts = trendTexts(language);
  const place = isCoarse(total) ? texts.between(...rangeOf(total)) : texts.at(total.mean);
  return texts.sentence(place, total.change === null ? '' : `, ${texts.change(total.change)}`);
}
