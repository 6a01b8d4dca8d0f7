/** Something that waits until the test lets it go on. */
export function heldUp(): { readonly until: Promise<void>; release(): void } {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release: () => release() };
}
