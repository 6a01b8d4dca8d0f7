import { type Finding, found } from '../../cli/finding.ts';
import { remedyFor } from '../../cli/remedies.ts';
import { createChannelStore } from '../../database/channel-store.ts';
import type { Connection } from '../../database/client.ts';
import type { Feature } from '../../feature.ts';
import { countOf } from '../../text/numbers.ts';
import { unconfirmedSince } from './confirm-store.ts';
import { exportPerson } from './export-store.ts';
import { leavingParts } from './leaving.ts';
import { countHindrances, countPeople } from './store.ts';

/** Imports schools, people and answers, and manages people. */
export const feature: Feature = {
  name: 'roster',
  cli: {
    people: async () => (await import('./people-command.ts')).peopleCommand,
    simulate: async () => (await import('./simulate-command.ts')).simulateCommand,
  },
  imports: {
    schools: async () => (await import('./import-schools.ts')).importSchoolsCommand,
    people: async () => (await import('./import-people.ts')).importPeopleCommand,
    answers: async () => (await import('./import-answers.ts')).importAnswersCommand,
  },
  examine: (database) => examinePeople(database),
  make: (tools) => ({ ...leavingParts(tools), export: (person) => exportPerson(tools.database, person) }),
};

/** Checks that there are people to write to and channels to post in. */
async function examinePeople(prisma: Connection): Promise<Finding[]> {
  const { people, takingPart, unreachable } = await countPeople(prisma);
  const channels = await createChannelStore(prisma).list();
  const waitingSince = await unconfirmedSince(prisma);
  return [
    people === 0
      ? found.hint('People: none yet: polsslag import people FILE.')
      : found.ok(`People: ${people}, of whom ${countOf(takingPart, 'teacher takes', 'teachers take')} part.`),
    ...(waitingSince === null
      ? []
      : [
          found.hint(
            `People: some joined by a code and wait to be confirmed, the first since ${waitingSince.toISOString().slice(0, 10)}, and are kept until then: polsslag people list --not-confirmed, then polsslag people confirm or polsslag person erase.`,
          ),
        ]),
    ...(unreachable === 0 ? [] : (await countHindrances(prisma)).map(describeHindrance)),
    channels.length === 0
      ? found.hint("Channels: no supervisors' channel yet, so no week is posted: polsslag channel add.")
      : found.ok(`Channels: ${channels.length}.`),
  ];
}

/** Says why messages do not reach people, and what to do about it. */
function describeHindrance({ people, platform, reason }: Awaited<ReturnType<typeof countHindrances>>[number]): Finding {
  if (platform === null || reason === null) {
    return found.hint(`People: ${people} without an account: put it in the file, and polsslag import people FILE.`);
  }
  const where = platform === 'slack' ? 'Slack' : 'Teams';
  return found.hint(
    `People: ${people} not reached on ${where} (${reason}): ${remedyFor({ reason, platform, to: 'person' })}`,
  );
}
