import type { SteppedFigure } from '../../measurement/figure-range.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { PublishedInterventions } from '../../measurement/published-interventions.ts';
import { periodTexts } from './period-texts.ts';

/** What differs by less is not said to differ: so wide a figure may be before it is shown as a range. */
const CLEARLY = 0.3;
/** So many at most are named as those that did most or least: more of them do not stand out. */
const MOST_NAMED = 2;

const lowest = ({ mean, step }: SteppedFigure) => mean - step / 2;
const highest = ({ mean, step }: SteppedFigure) => mean + step / 2;

/**
 * What to look at first: which kinds of help did clearly most and least, and of which clearly more was expected. It is said only when
 * it holds wherever in their ranges the published figures lie.
 * @returns null when there is nothing to compare
 */
export function whatStandsOut(
  { scope, interventions }: PublishedInterventions,
  list: InterventionList,
  language: string,
): string | null {
  const texts = periodTexts(language);
  const shown = interventions.flatMap((each) => ('felt' in each ? [each] : []));
  const labelsOf = (some: typeof shown) => some.map(({ code }) => list.labelOf(code, language));
  const top = Math.max(...shown.map(({ felt }) => lowest(felt)));
  const bottom = Math.min(...shown.map(({ felt }) => highest(felt)));
  const standOut = (some: typeof shown) => some.length <= MOST_NAMED && some.length < shown.length;
  const leaders = shown.filter(({ felt }) => highest(felt) > top - CLEARLY);
  const last = shown.filter(({ felt }) => lowest(felt) < bottom + CLEARLY);
  const most = standOut(leaders) ? texts.most(labelsOf(leaders)) : texts.none;
  // Of two kinds, the one that did most says it already.
  const isLeastSaid = standOut(last) && leaders.length + last.length < shown.length;
  const less = shown.filter(({ felt, expected }) => expected !== null && lowest(expected) - highest(felt) >= CLEARLY);
  const expectedMore = scope === 'team' ? texts.expectedMore : texts.ownExpectedMore;
  const said = [
    ...(shown.length < 2 ? [] : [most]),
    ...(isLeastSaid ? [texts.least(labelsOf(last))] : []),
    ...(less.length === 0 ? [] : [expectedMore(labelsOf(less))]),
  ];
  return said.length === 0 ? null : said.join(' ');
}
