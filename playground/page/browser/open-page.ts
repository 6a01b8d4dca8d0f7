/** Opens a page of the world outside, which hears nothing of this one. */
export function openPage(url: string | null): void {
  if (url !== null && /^https?:/.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}
