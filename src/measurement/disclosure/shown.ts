import { z } from 'zod';

/** Said of every scope that is not shown, whatever the cause, but for the next one: a key of the texts, and readable by itself. */
export const WITHHELD_REASON = 'withheld to protect the people in it';

/** Said of a whole week, or of a circle, in which the message with the questions reached nobody: of a cause they share, not of anybody in it. */
export const REACHED_NOBODY_REASON = 'the message with the questions reached nobody';

/** Of the five-point scale, as the gate of effects shows it. */
export const effectSchema = z.strictObject({ mean: z.number().min(1).max(5), step: z.number().positive().max(4) });
