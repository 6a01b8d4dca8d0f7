import type { Dialog } from '../../chat/view.ts';
import { didReachNobody } from '../../measurement/disclosure/week.ts';
import { FEWEST_BESIDE_OTHERS } from '../../measurement/gate.ts';
import type { PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { figureText, withChange } from './figure-text.ts';
import { trendTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  /** Open the figures of each circle, and the explanation; the data has the week and the language. */
  circles: 'trends.circles',
  reading: 'trends.reading',
} as const;

const textsIn = (language: string) => ({ ...commonTexts(language), ...trendTexts(language) });
type Texts = ReturnType<typeof textsIn>;

/** Whether any circle is shown: otherwise "the other circles" would just be all of them. */
export function hasCircles({ scopes }: PublishedWeek): boolean {
  return scopes.some(({ scope, published }) => published && scope.startsWith('circle:'));
}

/** The figures of each circle, and the names of the circles that are not shown, with the reason. */
export function circlesDialog(week: PublishedWeek, language: string): Dialog {
  const texts = textsIn(language);
  const [, ...parts] = week.scopes;
  const keptBack = parts.filter(({ published }) => !published);
  const namesOf = (scopes: readonly PublishedScope[]) => scopes.map(({ scope }) => scopeName(scope, texts));
  const withheld = namesOf(keptBack.filter((scope) => !didReachNobody(scope)));
  const unreached = namesOf(keptBack.filter(didReachNobody));
  const hidden = [
    ...(withheld.length > 0 ? [texts.withheldParts(withheld)] : []),
    ...(unreached.length > 0 ? [texts.unreachedParts(unreached)] : []),
  ];
  const shown = parts.flatMap((scope) => (scope.published ? [circleText(scope, language, texts)] : []));
  return readOnly(ACTIONS.circles, texts.circlesTitle(week.week), [...shown, ...hidden], texts);
}

/**
 * Explains how to read the post.
 * @param minimum the fewest people behind a figure
 * @param norm the total elsewhere, when it may be compared with
 */
export function readingDialog(language: string, minimum: number, norm: number | null): Dialog {
  const texts = textsIn(language);
  const comparison = norm === null ? [] : [texts.norm(norm)];
  return readOnly(
    ACTIONS.reading,
    texts.readingButton,
    [texts.reading, texts.chance, texts.safety(minimum, Math.max(minimum, FEWEST_BESIDE_OTHERS)), ...comparison],
    texts,
  );
}

function circleText(scope: Extract<PublishedScope, { published: true }>, language: string, texts: Texts): string {
  const scales = SCALES.map((scale) => `${texts.scales[scale]} ${figureText(scope[scale], language)}`);
  return [
    scopeName(scope.scope, texts),
    `${texts.total} ${withChange(scope.total, language)}`,
    scales.join(', '),
    texts.respondents(scope.respondents),
  ].join('\n');
}

function scopeName(scope: string, texts: Texts): string {
  return scope.startsWith('circle:') ? texts.circle(scope.slice('circle:'.length)) : texts.otherCircles;
}

function readOnly(action: string, title: string, paragraphs: readonly string[], texts: Texts): Dialog {
  const intro = paragraphs.join('\n\n');
  return { action, data: {}, title, intro, fields: [], submit: null, close: texts.close };
}
