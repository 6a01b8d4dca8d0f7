/** Something that is made when it is first asked for. */
interface WhenNeeded<Made> {
  /** Made once; what failed is tried again by whoever asks next. */
  get(): Promise<Made>;
  /** Null when nobody asked for it, or when it could not be made. */
  ifMade(): Promise<Made | null>;
}

export function whenNeeded<Made>(make: () => Promise<Made>): WhenNeeded<Made> {
  let made: Promise<Made> | null = null;
  return {
    get() {
      made ??= make().catch((error: unknown) => {
        made = null;
        throw error;
      });
      return made;
    },
    ifMade: async () => made?.catch(() => null) ?? null,
  };
}
