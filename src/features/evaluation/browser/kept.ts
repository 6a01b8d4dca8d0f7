import * as z from 'zod/mini';

const draftSchema = z.object({
  /** By item code: a step from 1 to 5, or null for "does not apply". */
  answers: z.record(z.string(), z.nullable(z.int())),
  keep: z.string(),
  change: z.string(),
});

const invitation = { ticket: z.string(), fingerprint: z.string() };
const credential = { message: z.string(), signature: z.string() };

const keptSchema = z.discriminatedUnion('stage', [
  /** Opened; the ticket is not spent. */
  z.object({ stage: z.literal('invited'), ...invitation, draft: draftSchema }),
  /** Being exchanged, or exchanged without our knowing: only this blinded token can get a signature. */
  z.object({
    stage: z.literal('exchanging'),
    ...invitation,
    message: z.string(),
    blinded: z.string(),
    inverse: z.string(),
    draft: draftSchema,
  }),
  /** May be filled in; the ticket is spent. */
  z.object({ stage: z.literal('ready'), ...credential, draft: draftSchema }),
  /** Filled in, and sent at a random moment (milliseconds since 1970). */
  z.object({ stage: z.literal('waiting'), ...credential, draft: draftSchema, sendAt: z.number() }),
  z.object({ stage: z.literal('received') }),
]);

/** The state of one invitation that the browser keeps. */
export type Kept = z.infer<typeof keptSchema>;
export type KeptAs<Stage extends Kept['stage']> = Extract<Kept, { stage: Stage }>;

/** What is filled in so far. */
export type Draft = z.infer<typeof draftSchema>;

export const EMPTY_DRAFT: Draft = { answers: {}, keep: '', change: '' };

/** The storage of invitations, one entry for each, under a name that only this browser knows. */
export interface Shelf {
  read(name: string): Kept | null;
  /** @throws where the browser lets nothing be kept */
  write(name: string, kept: Kept): void;
  remove(name: string): void;
  names(): readonly string[];
}

/** Opens the storage. An unreadable entry counts as missing. */
export function openShelf(storage: Storage, campaign: string): Shelf {
  const prefix = `polsslag-evaluation/${campaign}/`;
  return {
    read: (name) => keptSchema.safeParse(parseJson(storage.getItem(prefix + name))).data ?? null,
    write: (name, kept) => storage.setItem(prefix + name, JSON.stringify(kept)),
    remove: (name) => storage.removeItem(prefix + name),
    names: () =>
      Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
  };
}

/** Parses JSON. @returns null for anything else */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
