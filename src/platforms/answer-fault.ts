import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';
import type { DeliveryLog } from './delivery-log.ts';

const badBody = z.object({ status: z.int().min(400).max(499) });

/**
 * A body that cannot be read is the sender's fault; anything else is ours.
 * @param ours the status by which the platform knows that it may try again
 */
export function answerFault(log: DeliveryLog, ours: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const parsed = badBody.safeParse(error);
    if (parsed.success) log.refused('bad_body');
    else log.failed(error);
    response.status(parsed.success ? parsed.data.status : ours).end();
  };
}
