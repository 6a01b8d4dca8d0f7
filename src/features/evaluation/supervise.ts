import { z } from 'zod';
import { dayAt, daysAfter } from '../../calendar/day.ts';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { parsePublishedEvaluation } from '../../measurement/disclosure/evaluations.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { dayName } from '../../text/day-name.ts';
import type { Campaign } from './campaign.ts';
import { invitationOf, resultOf } from './messages.ts';
import { closingOn, fewestToTell, firstClosingDay, type Starting, startCampaign } from './start-campaign.ts';
import { evaluationTexts } from './texts.ts';
import { ACTIONS, overviewView, startDialog, writtenView } from './view.ts';

interface Supervising extends Starting, Pick<Tools, 'people' | 'now'> {}

/** Days from today to the closing date. */
const [MIN_DAYS, USUAL_DAYS, MAX_DAYS] = [7, 14, 42];

const filled = z.object({
  whom: z.enum(['team', 'myself']).default('myself'),
  day: z.iso.date(),
  repeats: z.enum(['yes', 'no']).default('no'),
});
const asked = z.object({ campaign: z.uuid(), from: z.coerce.number().int().min(0).max(100_000) });

/** Handlers for what supervisors and team leads do about evaluations. */
export function superviseHandlers(supervising: Supervising): Handlers {
  const asSupervisor = (event: Pick<Tap, 'from'>, answer: (person: Person) => Promise<Reply>) =>
    withPerson(supervising.people, event.from, (person) =>
      person.role === 'teacher' ? say(sentenceView(commonTexts(person.language).outdated)) : answer(person),
    );
  return {
    commands: {
      evaluation: (event) =>
        withPerson(supervising.people, event.from, async (person) =>
          say(await (person.role === 'teacher' ? ownInvitation(supervising, person) : overview(supervising, person))),
        ),
    },
    // Safe to repeat: a start that arrives twice finds the campaign running.
    idempotentTaps: {
      [ACTIONS.start]: (event) =>
        asSupervisor(event, async ({ role, language }) => {
          return { kind: 'dialog', dialog: startDialog(role === 'lead', inDays(supervising, USUAL_DAYS), language) };
        }),
      [ACTIONS.stopRepeating]: (event) =>
        asSupervisor(event, async (person) => {
          for (const subject of subjectsOf(person)) await supervising.store.stopRepeating(subject);
          return replaceBy(sentenceView(evaluationTexts(person.language).stopped));
        }),
      [ACTIONS.read]: (event) => asSupervisor(event, (person) => readWritten(supervising, person, event)),
    },
    submissions: {
      [ACTIONS.start]: (event) => asSupervisor(event, (person) => startEvaluation(supervising, person, event)),
    },
  };
}

/** About whom somebody may start and stop evaluations: about themselves, and a team lead also about the team (null). */
function subjectsOf({ id, role }: Person): readonly (string | null)[] {
  return role === 'lead' ? [null, id] : [id];
}

async function overview({ store, settings: { timezone } }: Supervising, person: Person): Promise<View> {
  const { language } = person;
  const campaigns = (await Promise.all(subjectsOf(person).map((subject) => store.of(subject)))).flat();
  const latest = subjectsOf(person).flatMap(
    (subject) => campaigns.find(({ supervisorId, closedAt }) => supervisorId === subject && closedAt !== null) ?? [],
  );
  const results = await Promise.all(latest.map(({ id }) => resultOf(store, id, language)));
  const found = results.flatMap((view) => view ?? []);
  return overviewView(campaigns, found, { language, timezone });
}

/** A teacher's own invitation again, for those who lost it. */
async function ownInvitation(supervising: Supervising, { id, language }: Person): Promise<View> {
  const now = supervising.now();
  const view = await invitationOf(supervising, await supervising.store.openTickets(id, now), now, { language });
  return view ?? sentenceView(evaluationTexts(language).noneOpen);
}

async function startEvaluation(
  supervising: Supervising,
  { id, role, language }: Person,
  event: Submission,
): Promise<Reply> {
  const texts = evaluationTexts(language);
  const errors = (day: string): Reply => {
    const dialog = startDialog(role === 'lead', inDays(supervising, USUAL_DAYS), language);
    return { kind: 'errors', dialog, fields: { day } };
  };
  const read = filled.safeParse(event.values);
  if (!read.success) return errors(texts.missing);
  const { whom, day, repeats } = read.data;
  if (day < inDays(supervising, MIN_DAYS) || day > inDays(supervising, MAX_DAYS)) return errors(texts.wrongDay);
  const { timezone } = supervising.settings;
  const first = firstClosingDay(supervising.now(), timezone);
  if (day < first) return errors(texts.tooShort(dayName(first, language)));
  const closesAt = closingOn(day, timezone);
  const supervisorId = whom === 'team' && role === 'lead' ? null : id;
  const wanted = { supervisorId, closesAt, repeats: repeats === 'yes' };
  const outcome = await startCampaign(supervising, wanted, supervising.now());
  return 'why' in outcome
    ? errors(texts.notOpened[outcome.why])
    : { kind: 'close', note: texts.started(fewestToTell(supervising.settings)) };
}

async function readWritten({ store }: Supervising, person: Person, event: Tap): Promise<Reply> {
  const { language } = person;
  const read = asked.safeParse(event.data);
  const campaign = read.success ? await store.find(read.data.campaign) : null;
  const result = campaign && mayRead(person, campaign) ? await store.result(campaign.id) : null;
  const published = result === null ? null : parsePublishedEvaluation(result);
  if (!read.success || !campaign || !published?.published) return say(sentenceView(commonTexts(language).outdated));
  const { texts: written } = published;
  if (written === 'erased') return say(sentenceView(evaluationTexts(language).textsErased));
  return say(writtenView({ ...campaign, written }, read.data.from, language));
}

function mayRead({ id, role }: Person, { supervisorId }: Campaign): boolean {
  return role === 'lead' || supervisorId === id;
}

function inDays({ now, settings: { timezone } }: Supervising, days: number): string {
  return daysAfter(dayAt(now(), timezone), days);
}
