/** `until` is settled once the test releases it: for code that is to wait meanwhile. */
export function createLatch(): { readonly until: Promise<void>; release(): void } {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release: () => release() };
}
