import { z } from 'zod';

/** Said of every scope that is not shown, whatever the cause: a key of the texts, and readable by itself. */
export const WITHHELD_REASON = 'withheld to protect the people in it';

/** Of the five-point scale, as the gate of effects shows it. */
export const effectSchema = z.strictObject({ mean: z.number().min(1).max(5), step: z.number().positive().max(4) });
