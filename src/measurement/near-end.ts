/** How far people are from one end of a scale, in points: together, the farthest one, the farthest two. */
export interface Distance {
  readonly all: number;
  readonly farthest: number;
  readonly farthestTwo: number;
}

/** What decides what is seen of people near an end of a scale. */
interface Rule {
  /** Close: they are at most so many points away together, one at most 4 less, two at most 2 less. */
  readonly close: number;
  /** Fine: at least so many together, and so many without the farthest one and without the farthest two. */
  readonly fineFrom: number;
  readonly withoutOne: number;
  readonly withoutTwo: number;
}

/** What may be seen of people who gave one answer each: that they are close to the end, their sum, or neither. */
export function nearnessOf({ all, farthest, farthestTwo }: Distance, rule: Rule): 'close' | 'fine' | 'uneven' {
  const { close, fineFrom, withoutOne, withoutTwo } = rule;
  if (all <= close && farthest <= close - 4 && farthestTwo <= close - 2) return 'close';
  const isFine = all >= fineFrom && all - farthest >= withoutOne && all - farthestTwo >= withoutTwo;
  return isFine ? 'fine' : 'uneven';
}

/** @param each how many points each of them is from the end */
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
