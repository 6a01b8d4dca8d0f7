import { useId } from 'react';
import type { PagePerson } from '../page-state.ts';
import { words } from './words.ts';

/** Picks whose screen a column shows; a value is `workspace/user`. */
export function PersonSelect(props: {
  people: readonly PagePerson[];
  shown: PagePerson | null;
  onPick: (person: string) => void;
  testId: string;
}) {
  const id = useId();
  return (
    <div className="pick">
      <label htmlFor={id}>{words.teacher}</label>
      <select
        id={id}
        data-testid={props.testId}
        value={props.shown ? keyOf(props.shown) : ''}
        onChange={(event) => props.onPick(event.target.value)}
      >
        {props.people.map((person) => (
          <option key={keyOf(person)} value={keyOf(person)}>
            {person.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function keyOf(person: PagePerson): string {
  return `${person.workspace}/${person.user}`;
}
