import type { Block, View } from '../../chat/view.ts';
import type { PublishedFigure, PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { type Texts, textsFor } from '../../text/texts.ts';

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
  const texts = textsFor(language).trend;
  const [partnership, ...parts] = week.scopes;
  const blocks: Block[] = [{ kind: 'heading', text: texts.title(week.week) }];
  if (partnership) blocks.push(...partnershipBlocks(partnership, texts));
  if (picture) blocks.push({ kind: 'picture', ...picture });
  if (parts.length > 0) {
    blocks.push({ kind: 'divider' });
    blocks.push({
      kind: 'facts',
      facts: parts.map((scope) => ({ label: scopeName(scope.scope, texts), value: scopeLine(scope, texts) })),
    });
  }
  if (norm !== null) blocks.push({ kind: 'note', text: texts.norm(norm) });
  blocks.push({ kind: 'note', text: texts.reading });
  return { summary: texts.summary(week.week), blocks };
}

function partnershipBlocks(scope: PublishedScope, texts: Texts['trend']): Block[] {
  if (!scope.published) return [{ kind: 'text', text: texts.withheld }];
  const facts = [
    { label: texts.total, value: figureWithChange(scope.total, texts) },
    ...SCALES.map((scale) => ({ label: texts.scales[scale], value: figureWithChange(scope[scale], texts) })),
  ];
  return [
    { kind: 'note', text: `${texts.partnership}: ${texts.respondents(scope.respondents)}.` },
    { kind: 'facts', facts },
  ];
}

function scopeLine(scope: PublishedScope, texts: Texts['trend']): string {
  if (!scope.published) return texts.withheld;
  const scales = SCALES.map((scale) => `${texts.scales[scale]} ${figureText(scope[scale], texts)}`);
  return [
    `${texts.total} ${figureWithChange(scope.total, texts)}`,
    ...scales,
    texts.respondents(scope.respondents),
  ].join('\n');
}

function scopeName(scope: string, texts: Texts['trend']): string {
  return scope.startsWith('circle:') ? texts.circle(scope.slice('circle:'.length)) : texts.otherCircles;
}

/** A coarse figure is said as the range that it stands for, because its middle would look exact. */
export function figureText(figure: PublishedFigure, texts: Texts['trend']): string {
  if (figure.step === 0.1) return texts.figure(figure.mean, figure.interval);
  return texts.coarse(Math.max(0, figure.mean - figure.step / 2), Math.min(6, figure.mean + figure.step / 2));
}

function figureWithChange(figure: PublishedFigure, texts: Texts['trend']): string {
  const change = figure.change === null ? texts.noChange : texts.change[figure.change];
  return `${figureText(figure, texts)}, ${change}`;
}

/** The partnership's figures of a week, when they were published. */
export function partnershipOf(week: PublishedWeek): Published | null {
  const scope = week.scopes.find((candidate) => candidate.scope === 'partnership');
  return scope?.published ? scope : null;
}
