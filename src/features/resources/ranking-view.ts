import type { Block, View } from '../../chat/view.ts';
import { isCoarse, type SteppedFigure } from '../../measurement/figure-range.ts';
import type { PublishedResources } from '../../measurement/published-resources.ts';
import type { ResourceGroup, ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { tenths } from '../../text/numbers.ts';
import { rankingTexts } from './ranking-texts.ts';

interface ShownRanking {
  /** In this language. */
  readonly instrument: ResourceInstrument;
  readonly language: string;
  /** The fewest teachers behind a figure. */
  readonly fewest: number;
  /** The address of a group's picture; null for words. */
  readonly pictureOf: ((group: ResourceGroup) => string) | null;
}

/** A closed quarter: a ranking for each group. */
export function rankingView(
  { quarter, groups }: PublishedResources,
  { instrument, language, fewest, pictureOf }: ShownRanking,
): View {
  const texts = rankingTexts(language);
  const label = (code: string) => labelOf(instrument, code);
  const withheldIn = (resources: PublishedResources['groups'][number]['resources']) =>
    resources.flatMap((each) => ('figure' in each ? [] : [label(each.code)]));
  const blocks = groups.flatMap(({ group, resources }): Block[] => {
    const { title } = instrument.groups[group];
    const lines = resources.flatMap((each) =>
      'figure' in each ? [texts.line(label(each.code), figureText(each.figure, language))] : [],
    );
    if (lines.length === 0) return [];
    if (pictureOf) {
      // The picture itself names the withheld items, so its alternative text does so too.
      const few = withheldIn(resources);
      const alt = [texts.pictured(title, lines), ...(few.length > 0 ? [texts.withheld(few)] : [])].join(' ');
      return [{ kind: 'picture', url: pictureOf(group), title, alt }];
    }
    const ranked = lines.map((line, index) => `${index + 1}. ${line}`);
    return [{ kind: 'text', text: [`${title}:`, ...ranked].join('\n') }];
  });
  const isPictured = ({ resources }: PublishedResources['groups'][number]) =>
    pictureOf !== null && resources.some((each) => 'figure' in each);
  const withheld = groups.filter((each) => !isPictured(each)).flatMap(({ resources }) => withheldIn(resources));
  const isLater = groups.some((each) => isPictured(each) && withheldIn(each.resources).length > 0);
  const below = [...(blocks.length > 0 ? [texts.how(fewest)] : []), ...(isLater ? [texts.later] : [])].join(' ');
  const title = texts.title(quarter);
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      ...blocks,
      ...(below === '' ? [] : [{ kind: 'note', text: below } as const]),
      ...(withheld.length > 0 ? [{ kind: 'note', text: texts.withheld(withheld) } as const] : []),
    ],
  };
}

/** The label of an item; its code when the instrument was replaced since. */
export function labelOf({ items }: ResourceInstrument, code: string): string {
  return items.find((item) => item.code === code)?.label ?? code;
}

function figureText({ mean, step }: SteppedFigure, language: string): string {
  const write = tenths(language);
  if (!isCoarse({ step })) return write(mean);
  return rankingTexts(language).range(write(mean - step / 2), write(mean + step / 2));
}
