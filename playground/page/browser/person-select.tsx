import { useId } from 'react';
import type { PagePerson } from '../page-state.ts';
import { useTexts } from './language.tsx';

const ROLES = ['teacher', 'newcomer', 'supervisor'] as const;

/** Chooses the person whose screen a column shows; a value is `workspace/user`. */
export function PersonSelect(props: {
  people: readonly PagePerson[];
  shown: PagePerson | null;
  onPick: (person: string) => void;
  testId: string;
}) {
  const texts = useTexts();
  const id = useId();
  return (
    <div className="pick">
      <label htmlFor={id}>{texts.person}</label>
      <select
        id={id}
        data-testid={props.testId}
        value={props.shown ? keyOf(props.shown) : ''}
        onChange={(event) => props.onPick(event.target.value)}
      >
        {ROLES.map((role) => ({ role, people: props.people.filter((person) => person.role === role) }))
          .filter(({ people }) => people.length > 0)
          .map(({ role, people }) => (
            <optgroup key={role} label={texts.roles[role]}>
              {people.map((person) => (
                <option key={keyOf(person)} value={keyOf(person)}>
                  {person.name}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
    </div>
  );
}

function keyOf(person: PagePerson): string {
  return `${person.workspace}/${person.user}`;
}
