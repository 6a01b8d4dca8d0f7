/**
 * Makes something when it is first needed, and then keeps it. Calls that come while it is being made share the result; a
 * failure is not kept, so that the next call tries again.
 */
export function madeOnce<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
