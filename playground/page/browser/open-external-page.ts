/** Opens a web page in a new tab, without a reference to this page. */
export function openExternalPage(url: string | null): void {
  if (url !== null && /^https?:/.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
}
