import type { Block, View } from '../../chat/view.ts';
import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import type { PublishedFigure, PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { trendTexts } from './texts.ts';

const textsIn = (language: string) => ({ ...commonTexts(language), ...trendTexts(language) });
type TrendTexts = ReturnType<typeof textsIn>;

type Published = Extract<PublishedScope, { published: true }>;

export interface WeekPicture {
  readonly url: string;
  readonly title: string;
  readonly alt: string;
}

/** The weekly post for a supervisors' channel. Null as `picture` where no address for one is known. */
export function weekView(
  week: PublishedWeek,
  language: string,
  picture: WeekPicture | null,
  norm: number | null,
): View {
  const texts = textsIn(language);
  const [partnership, ...parts] = week.scopes;
  const blocks: Block[] = [{ kind: 'heading', text: texts.title(week.week) }];
  if (partnership) blocks.push(...partnershipBlocks(partnership, texts));
  if (picture) blocks.push({ kind: 'picture', ...picture });
  blocks.push(...partBlocks(parts, texts));
  if (norm !== null) blocks.push({ kind: 'note', text: texts.norm(norm) });
  blocks.push({ kind: 'note', text: texts.reading });
  return { summary: texts.summary(week.week), blocks };
}

function partnershipBlocks(scope: PublishedScope, texts: TrendTexts): Block[] {
  if (!scope.published) return [{ kind: 'text', text: texts.withheld }];
  const figures = [scope.total, ...SCALES.map((scale) => scope[scale])];
  const facts = [
    { label: texts.total, value: figureWithChange(scope.total, texts) },
    ...SCALES.map((scale) => ({ label: texts.scales[scale], value: figureWithChange(scope[scale], texts) })),
  ];
  const first: Block[] = figures.every(({ change }) => change === null) ? [{ kind: 'note', text: texts.noChange }] : [];
  return [
    { kind: 'note', text: `${texts.partnership}: ${texts.respondents(scope.respondents)}.` },
    { kind: 'facts', facts },
    ...first,
  ];
}

/** What stands below the partnership: nothing when no circle passes, for the pool is then the partnership itself. */
function partBlocks(parts: readonly PublishedScope[], texts: TrendTexts): Block[] {
  const isCircle = ({ scope }: PublishedScope) => scope.startsWith('circle:');
  const shown = parts.filter(({ published }) => published);
  if (!shown.some(isCircle)) return [];
  const withheld = parts.filter(({ published }) => !published).map(({ scope }) => scopeName(scope, texts));
  const blocks: Block[] = [
    { kind: 'divider' },
    {
      kind: 'facts',
      facts: shown.map((scope) => ({ label: scopeName(scope.scope, texts), value: scopeLine(scope, texts) })),
    },
  ];
  if (withheld.length > 0) blocks.push({ kind: 'note', text: texts.withheldParts(withheld) });
  return blocks;
}

function scopeLine(scope: PublishedScope, texts: TrendTexts): string {
  if (!scope.published) return texts.withheld;
  const scales = SCALES.map((scale) => `${texts.scales[scale]} ${figureText(scope[scale], texts)}`);
  return [
    `${texts.total} ${figureWithChange(scope.total, texts)}`,
    ...scales,
    texts.respondents(scope.respondents),
  ].join('\n');
}

function scopeName(scope: string, texts: TrendTexts): string {
  return scope.startsWith('circle:') ? texts.circle(scope.slice('circle:'.length)) : texts.otherCircles;
}

/** A coarse figure is said as the range that it stands for, because its middle would look exact. */
function figureText(figure: PublishedFigure, texts: TrendTexts): string {
  return isCoarse(figure) ? texts.coarse(...rangeOf(figure)) : texts.figure(figure.mean, figure.interval);
}

function figureWithChange(figure: PublishedFigure, texts: TrendTexts): string {
  const text = figureText(figure, texts);
  return figure.change === null ? text : `${text}, ${texts.change[figure.change]}`;
}

/** The partnership's figures of a week, when they were published. */
export function partnershipOf(week: PublishedWeek): Published | null {
  const scope = week.scopes.find((candidate) => candidate.scope === 'partnership');
  return scope?.published ? scope : null;
}
