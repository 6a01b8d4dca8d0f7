/**
 * A name as it is read: without what is not seen, and however its accents, capitals, spaces and signs are written. Letters of
 * another alphabet that look alike stay what they are: the operator sees them, who confirms whoever joins.
 */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim()
    .toLowerCase();
}
