/** Runs work for one invitation in one tab at a time. */
export function alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(`polsslag-evaluation/${name}`, work);
}
