import { subDays } from 'date-fns/subDays';
import { type Response, Router } from 'express';
import { z } from 'zod';
import type { Appointment } from './appointment.ts';
import { feedLink, fileLink } from './calendar-links.ts';
import type { createCalendarStore } from './calendar-store.ts';

const fileParameters = z.object({ appointment: z.uuid(), person: z.uuid(), proof: z.string() });
const feedParameters = z.object({ person: z.uuid(), proof: z.string() });

/** How many days past appointments stay in a calendar. */
const CALENDAR_KEPT_DAYS = 90;

interface Calendars {
  readonly key: Buffer;
  readonly store: ReturnType<typeof createCalendarStore>;
  readonly now: () => Date;
}

/** Serves calendars. Calendar programs do not sign in; an address that we did not make gives 404, without a reason. */
export function calendarPages({ key, store, now }: Calendars): Router {
  const router = Router();
  const since = () => subDays(now(), CALENDAR_KEPT_DAYS);

  router.get('/contact-hours/:appointment/:person/:proof.ics', async (request, response) => {
    const asked = fileParameters.safeParse(request.params);
    if (!asked.success) return notFound(response);
    const { appointment, person, proof } = asked.data;
    const owner = await store.owner(person);
    const isTheirs = owner !== null && fileLink(appointment, owner.id, owner.version).isProof(key, proof);
    const found = isTheirs ? await store.listOf(owner.id, since(), appointment) : [];
    if (!owner || found.length === 0) return notFound(response);
    await send(response, found, owner);
  });

  router.get('/calendars/:person/:proof.ics', async (request, response) => {
    const asked = feedParameters.safeParse(request.params);
    const owner = asked.success ? await store.owner(asked.data.person) : null;
    if (!asked.success || !owner || !feedLink(owner.id, owner.version).isProof(key, asked.data.proof)) {
      return notFound(response);
    }
    await send(response, await store.listOf(owner.id, since()), owner);
  });

  async function send(
    response: Response,
    appointments: readonly Appointment[],
    reader: { id: string; language: string },
  ): Promise<void> {
    // Imported with the first file.
    const { calendarFile } = await import('./calendar-file.ts');
    response
      .set({ 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff', 'x-robots-tag': 'noindex' })
      .set('content-disposition', 'attachment; filename="contactuurtje.ics"')
      .type('text/calendar')
      .send(calendarFile(appointments, reader, now()));
  }
  return router;
}

function notFound(response: Response): void {
  response.status(404).end();
}
