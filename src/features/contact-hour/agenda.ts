import { addDays } from 'date-fns/addDays';
import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Tap } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ACTIONS } from './actions.ts';
import type { createAgendaStore } from './agenda-store.ts';
import { agendaView, feedDialog, readTopicDialog } from './agenda-view.ts';
import type { Appointment } from './appointment.ts';
import type { BookingStore } from './book-store.ts';
import { feedLink } from './calendar-links.ts';
import type { createCalendarStore } from './calendar-store.ts';
import { hourTexts } from './hours-texts.ts';

interface AgendaTools extends Pick<Tools, 'people' | 'pages' | 'secrets' | 'now'> {
  readonly agenda: ReturnType<typeof createAgendaStore>;
  readonly calendars: ReturnType<typeof createCalendarStore>;
  readonly store: BookingStore;
}

const DAYS_SHOWN = 14;

const named = z.object({ appointment: z.uuid() });

/** The handlers for supervisors' appointments, and for everybody's own calendar. */
export function agendaHandlers(tools: AgendaTools): Handlers {
  const { people } = tools;
  const overview = (event: Pick<Tap, 'from'>) => withPerson(people, event.from, (person) => showAgenda(tools, person));
  return {
    commands: { agenda: overview },
    idempotentTaps: {
      [ACTIONS.agenda]: overview,
      [ACTIONS.readTopic]: (event) => withPerson(people, event.from, (person) => readTopic(tools, person, event)),
      [ACTIONS.feed]: (event) => withPerson(people, event.from, (person) => showFeed(tools, person)),
    },
    submissions: {
      [ACTIONS.renewFeed]: (event) => withPerson(people, event.from, (person) => renewFeed(tools, person)),
    },
  };
}

/** The appointments of today and the following days. */
export function comingVisits(
  { agenda, now }: Pick<AgendaTools, 'agenda' | 'now'>,
  supervisorId: string,
): Promise<readonly Appointment[]> {
  return agenda.between(supervisorId, now(), addDays(now(), DAYS_SHOWN));
}

async function showAgenda(tools: AgendaTools, person: Person): Promise<Reply> {
  if (person.role === 'teacher') return say(sentenceView(hourTexts(person.language).notASupervisor));
  return say(agendaView(await comingVisits(tools, person.id), tools.now(), person.language));
}

/** Shows what a teacher wrote, only to the supervisor of the appointment. */
async function readTopic({ store, secrets }: AgendaTools, { id, language }: Person, event: Tap): Promise<Reply> {
  const asked = named.safeParse(event.data);
  const found = asked.success ? await store.find(asked.data.appointment) : null;
  const sealed = found?.supervisorId === id ? await store.topicOf(found.id, id) : null;
  const topic = sealed === null ? null : (secrets.unsealed(sealed) ?? commonTexts(language).keyGone);
  return { kind: 'dialog', dialog: readTopicDialog(found?.teacher ?? '', topic, language) };
}

async function showFeed({ calendars, pages }: AgendaTools, { id, language }: Person): Promise<Reply> {
  const owner = pages ? await calendars.owner(id) : null;
  const address = pages && owner ? feedLink(id, owner.version).address(pages) : null;
  return { kind: 'dialog', dialog: feedDialog(address, language, false) };
}

async function renewFeed({ calendars, pages }: AgendaTools, { id, language }: Person): Promise<Reply> {
  if (!pages) return { kind: 'close', note: hourTexts(language).noFeed };
  const address = feedLink(id, await calendars.renew(id)).address(pages);
  return { kind: 'dialog', dialog: feedDialog(address, language, true) };
}
