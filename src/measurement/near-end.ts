/** How far people are from one end of a scale, in points: together, the farthest person, and the farthest two. */
export interface Distance {
  readonly all: number;
  readonly farthest: number;
  readonly farthestTwo: number;
}

/** The rule for what is shown of people near an end of a scale. */
interface Rule {
  /** Close: at most this many points away together, one person at most 4 less, and two at most 2 less. */
  readonly close: number;
  /**
   * Fine: at least this many points together, and enough of them without the farthest person and without the farthest
   * two.
   */
  readonly fineFrom: number;
  readonly withoutOne: number;
  readonly withoutTwo: number;
}

/** What may be shown of people who gave one answer each: that they are close to the end, their sum, or neither. */
export function nearnessOf({ all, farthest, farthestTwo }: Distance, rule: Rule): 'close' | 'fine' | 'uneven' {
  const { close, fineFrom, withoutOne, withoutTwo } = rule;
  if (all <= close && farthest <= close - 4 && farthestTwo <= close - 2) return 'close';
  const isFine = all >= fineFrom && all - farthest >= withoutOne && all - farthestTwo >= withoutTwo;
  return isFine ? 'fine' : 'uneven';
}

/** @param each the distance of each person from the end, in points */
export function distance(each: readonly number[]): Distance {
  let all = 0;
  let farthest = 0;
  let second = 0;
  for (const points of each) {
    all += points;
    if (points > farthest) {
      second = farthest;
      farthest = points;
    } else if (points > second) {
      second = points;
    }
  }
  return { all, farthest, farthestTwo: farthest + second };
}
