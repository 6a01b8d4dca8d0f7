/** Opens a page of the world outside, which hears nothing of this one. */
export function openExternalPage(url: string | null): void {
  if (url !== null && /^https?:/.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}
