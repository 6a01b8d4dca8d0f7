import { z } from 'zod';

const moment = z.date().transform((date) => date.toISOString());

/** What `polsslag status --json` prints; times in UTC. A field is added rather than changed. */
export const statusSchema = z.object({
  /** Null unless the operator paused everything; `ranOut`: messages that became too late meanwhile. */
  paused: z.object({ since: moment, ranOut: z.int() }).nullable(),
  /** What the calendar does next, by what it is: a moment `at` with what it is for. */
  next: z.record(
    z.string(),
    z.record(z.string(), z.union([z.string(), moment, z.array(z.union([z.string(), moment]))])),
  ),
  /** What is on its way, by lane (a Slack workspace or a Teams tenant). */
  waiting: z.array(z.object({ lane: z.string(), queued: z.int(), sending: z.int(), oldestDueSeconds: z.number() })),
  /** Given up: `polsslag queue failed` says why. */
  failed: z.int(),
  /** Lanes through which nothing is sent for a while. */
  resting: z.array(
    z.object({ lane: z.string(), until: moment, reason: z.string().nullable(), remedy: z.string().nullable() }),
  ),
  /** Workspaces and tenants that get nothing until somebody acts. */
  toReconnect: z.array(z.object({ lane: z.string(), people: z.int(), remedy: z.string() })),
  people: z.object({
    all: z.int(),
    takingPart: z.int(),
    /** For the operator's own terminal: by their key and name. */
    notConnected: z.array(z.object({ person: z.string(), name: z.string(), hindrance: z.string() })),
  }),
});
export type Status = z.infer<typeof statusSchema>;
