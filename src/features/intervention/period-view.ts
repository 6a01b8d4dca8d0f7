import type { Block, View } from '../../chat/view.ts';
import { isCoarse, type SteppedFigure } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { tenths } from '../../text/numbers.ts';
import { periodTexts } from './period-texts.ts';

/**
 * A closed period as a table, a line each, for the team or for one supervisor.
 * @param picture where the same is as a picture; null where there is none
 */
export function periodView(
  { period, scope, interventions }: PublishedInterventions,
  list: InterventionList,
  language: string,
  picture: string | null = null,
): View {
  const texts = periodTexts(language);
  const title = scope === 'team' ? texts.title(period) : texts.ownTitle(period);
  const figure = (each: SteppedFigure) => figureText(each, language);
  const lines = interventions.flatMap((each) => {
    if (!('felt' in each)) return [];
    const { code, share, felt, expected } = each;
    return [texts.line(list.labelOf(code, language), share, figure(felt), expected && figure(expected))];
  });
  const withheld = interventions.flatMap((each) => ('felt' in each ? [] : [list.labelOf(each.code, language)]));
  const blocks: Block[] = [{ kind: 'heading', text: title }];
  if (picture !== null)
    blocks.push({ kind: 'picture', url: picture, title: texts.picture, alt: texts.pictured(lines) });
  if (lines.length > 0)
    blocks.push({ kind: 'text', text: lines.map((line) => `• ${line}`).join('\n') }, { kind: 'note', text: texts.how });
  if (withheld.length > 0) blocks.push({ kind: 'note', text: texts.withheld(withheld) });
  return { summary: title, blocks };
}

function figureText(figure: SteppedFigure, language: string): string {
  const write = tenths(language);
  const { mean, step } = figure;
  return isCoarse(figure) ? periodTexts(language).range(write(mean - step / 2), write(mean + step / 2)) : write(mean);
}
