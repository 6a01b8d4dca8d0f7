import type { Block, View } from '../../chat/view.ts';
import { isCoarse, type SteppedFigure } from '../../measurement/figure-range.ts';
import type { PublishedResources } from '../../measurement/published-resources.ts';
import type { ResourceGroup, ResourceInstrument } from '../../measurement/resource-instrument.ts';
import { tenths } from '../../text/numbers.ts';
import { rankingTexts } from './ranking-texts.ts';

interface ShownRanking {
  /** In the language. */
  readonly instrument: ResourceInstrument;
  readonly language: string;
  /** How many teachers there are behind a figure at least. */
  readonly fewest: number;
  /** Where a group's ranking is as a picture; null where it is told in words. */
  readonly pictureOf: ((group: ResourceGroup) => string) | null;
}

/** A closed quarter, a ranking for each group. */
export function rankingView(
  { quarter, groups }: PublishedResources,
  { instrument, language, fewest, pictureOf }: ShownRanking,
): View {
  const texts = rankingTexts(language);
  const label = (code: string) => labelOf(instrument, code);
  const blocks = groups.flatMap(({ group, resources }): Block[] => {
    const { title } = instrument.groups[group];
    const lines = resources.flatMap((each) =>
      'figure' in each ? [texts.line(label(each.code), figureText(each.figure, language))] : [],
    );
    if (lines.length === 0) return [];
    if (pictureOf) return [{ kind: 'picture', url: pictureOf(group), title, alt: texts.pictured(title, lines) }];
    const ranked = lines.map((line, index) => `${index + 1}. ${line}`);
    return [{ kind: 'text', text: [`${title}:`, ...ranked].join('\n') }];
  });
  const withheld = groups.flatMap(({ resources }) =>
    resources.flatMap((each) => ('figure' in each ? [] : [label(each.code)])),
  );
  const title = texts.title(quarter);
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      ...blocks,
      ...(blocks.length > 0 ? [{ kind: 'note', text: texts.how(fewest) } as const] : []),
      ...(withheld.length > 0 ? [{ kind: 'note', text: texts.withheld(withheld) } as const] : []),
    ],
  };
}

/** An item of an instrument that was replaced since is its own label. */
export function labelOf({ items }: ResourceInstrument, code: string): string {
  return items.find((item) => item.code === code)?.label ?? code;
}

function figureText({ mean, step }: SteppedFigure, language: string): string {
  const write = tenths(language);
  if (!isCoarse({ step })) return write(mean);
  return rankingTexts(language).range(write(mean - step / 2), write(mean + step / 2));
}
