import type { PagePerson, SlackScreen } from '../../page-state.ts';
import { useWords } from '../language.tsx';
import { PersonSelect } from '../person-select.tsx';
import { SlackWindow } from './slack-window.tsx';

/** One teacher's Slack, and the choice of whose. */
export function SlackColumn(props: {
  people: readonly PagePerson[];
  screen: SlackScreen | null;
  onPick: (person: string) => void;
}) {
  const words = useWords();
  const { people, screen, onPick } = props;
  return (
    <section className="column" data-testid="slack" aria-labelledby="slack-title">
      <div className="column-head">
        <h2 id="slack-title">{words.column[screen?.person.role ?? 'teacher']('Slack')}</h2>
        <PersonSelect people={people} shown={screen?.person ?? null} onPick={onPick} testId="slack-teacher" />
      </div>
      {screen ? (
        <SlackWindow key={`${screen.person.workspace}/${screen.person.user}`} screen={screen} />
      ) : (
        <p className="empty">{words.nobody}</p>
      )}
    </section>
  );
}
