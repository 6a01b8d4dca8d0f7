/** '1 person', '2 people'. @param plural when it is more than the singular with an s */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
