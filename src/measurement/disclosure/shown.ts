import { z } from 'zod';

/**
 * The reason given for every withheld group, whatever the cause, except the next one. It is a key of the texts, and
 * readable by itself.
 */
export const WITHHELD_REASON = 'withheld to protect the people in it';

/**
 * The reason given for a whole week, or a circle, in which the questions reached nobody: a cause that all share, and
 * that says nothing about a person.
 */
export const REACHED_NOBODY_REASON = 'the message with the questions reached nobody';

/** The schema of a figure on the five-point scale, as the gate of effects shows it. */
export const effectSchema = z.strictObject({ mean: z.number().min(1).max(5), step: z.number().positive().max(4) });
