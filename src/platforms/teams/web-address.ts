/** The address as Teams loads pictures and opens pages: over https, or from the simulated Teams on this machine. Else null. */
export function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, href } = new URL(url);
  const isOwn = protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || isOwn ? href : null;
}
