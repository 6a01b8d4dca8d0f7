import type { Router } from 'express';
import { FEATURES } from '../src/app/features.ts';
import type { DemoControls } from './demo-controls.ts';
import { createPlaygroundPage } from './page/playground-page.ts';
import { PEOPLE } from './partnership.ts';

/** Makes the page on which you play the people of a demonstration. @throws PolsslagError UNAVAILABLE without esbuild */
export function createDemoPage({ simulators, clock, ...moves }: DemoControls): Promise<Router> {
  const people = new Map(PEOPLE.map((person) => [`${person.workspace}/${person.user}`, person]));
  return createPlaygroundPage({
    slack: simulators.slack,
    teams: simulators.teams,
    clock: { now: () => clock.now(), ...moves },
    words: FEATURES.flatMap(({ words = [] }) => words).flatMap((word) =>
      word.listed ? [{ nl: word.listed.nl.type, en: word.listed.en.type, for: word.for ?? 'teachers' }] : [],
    ),
    roleOf: ({ workspace, user }) => {
      const person = people.get(`${workspace}/${user}`);
      if (!person) return null;
      if (person.role !== 'teacher') return 'supervisor';
      return person.consents ? 'teacher' : 'newcomer';
    },
  });
}
