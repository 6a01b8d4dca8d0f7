/** Two tabs with one invitation do it one after the other. */
export function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(`polsslag-evaluation/${name}`, work);
}
