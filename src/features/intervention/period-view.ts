import type { Block, View } from '../../chat/view.ts';
import { isCoarse, type SteppedFigure } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { tenths } from '../../text/numbers.ts';
import { whatStandsOut } from './period-sentence.ts';
import { periodTexts } from './period-texts.ts';

/**
 * A closed period for the team or for one supervisor: what stands out, and then each kind of help, as a picture or as
 * lines.
 * @param picture the picture's address; null for lines
 */
export function periodView(
  published: PublishedInterventions,
  list: InterventionList,
  language: string,
  picture: string | null = null,
): View {
  const { period, scope, interventions } = published;
  const texts = periodTexts(language);
  const title = scope === 'team' ? texts.title(period) : texts.ownTitle(period);
  const figure = (each: SteppedFigure) => figureText(each, language);
  const lines = interventions.flatMap((each) => {
    if (!('felt' in each)) return [];
    const { code, share, felt, expected } = each;
    return [texts.line(list.labelOf(code, language), share, figure(felt), expected && figure(expected))];
  });
  const withheld = interventions.flatMap((each) => ('felt' in each ? [] : [list.labelOf(each.code, language)]));
  const sentence = whatStandsOut(published, list, language);
  const blocks: Block[] = [{ kind: 'heading', text: title }];
  if (sentence !== null) blocks.push({ kind: 'text', text: sentence });
  const tooFew = withheld.length === 0 ? [] : [texts.withheld(withheld)];
  if (picture !== null) {
    // The picture itself names the withheld kinds, so its alternative text does so too, and the note below it does not.
    const alt = [texts.pictured(lines), ...tooFew].join(' ');
    blocks.push({ kind: 'picture', url: picture, title: texts.picture, alt });
    const below = [...(lines.length > 0 ? [texts.how] : []), ...(tooFew.length > 0 ? [texts.later] : [])].join(' ');
    if (below !== '') blocks.push({ kind: 'note', text: below });
  } else if (lines.length > 0) {
    blocks.push({ kind: 'text', text: lines.map((line) => `• ${line}`).join('\n') });
    blocks.push({ kind: 'note', text: `${texts.how} ${texts.brackets}` });
  }
  if (picture === null) blocks.push(...tooFew.map((text): Block => ({ kind: 'note', text })));
  return { summary: sentence === null ? title : `${title}. ${sentence}`, blocks };
}

function figureText(figure: SteppedFigure, language: string): string {
  const write = tenths(language);
  const { mean, step } = figure;
  return isCoarse(figure) ? periodTexts(language).range(write(mean - step / 2), write(mean + step / 2)) : write(mean);
}
