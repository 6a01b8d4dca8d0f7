/** A promise that a test settles with `release`, for code that must wait until then. */
export function createLatch(): { readonly until: Promise<void>; release(): void } {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release: () => release() };
}
