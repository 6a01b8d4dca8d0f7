import type { PagePerson, TeamsScreen } from '../../page-state.ts';
import { useWords } from '../language.tsx';
import { PersonSelect } from '../person-select.tsx';
import { TeamsWindow } from './teams-window.tsx';

/** One teacher's Teams, and the choice of whose. */
export function TeamsColumn(props: {
  people: readonly PagePerson[];
  screen: TeamsScreen | null;
  onPick: (person: string) => void;
}) {
  const words = useWords();
  const { people, screen, onPick } = props;
  return (
    <section className="column" data-testid="teams" aria-labelledby="teams-title">
      <div className="column-head">
        <h2 id="teams-title">{words.column[screen?.person.role ?? 'teacher']('Teams')}</h2>
        <PersonSelect people={people} shown={screen?.person ?? null} onPick={onPick} testId="teams-teacher" />
      </div>
      {screen ? (
        <TeamsWindow key={`${screen.person.workspace}/${screen.person.user}`} screen={screen} />
      ) : (
        <p className="empty">{words.nobody}</p>
      )}
    </section>
  );
}
