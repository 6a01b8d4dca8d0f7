import type { Feature } from '../../feature.ts';
import { examinePeople } from './examine-people.ts';

/** Who is who: schools, people and answers from files. */
export const roster: Feature = {
  name: 'roster',
  cli: {
    import: async () => (await import('./import-command.ts')).importCommand,
    people: async () => (await import('./people-command.ts')).peopleCommand,
    simulate: async () => (await import('./simulate-command.ts')).simulateCommand,
  },
  examine: (database) => examinePeople(database),
};
