import type { ReactNode } from 'react';
import type { PlatformName } from '../../../src/chat/address.ts';
import type { PagePerson } from '../page-state.ts';
import { useTexts } from './language.tsx';
import { PersonSelect } from './person-select.tsx';

export const PLATFORM_NAMES = { slack: 'Slack', teams: 'Teams' } as const;

/** One person's Slack or Teams, with a select for the person. @param props.window null when the platform has nobody */
export function ChatColumn(props: {
  platform: PlatformName;
  people: readonly PagePerson[];
  shown: PagePerson | null;
  onPick: (person: string) => void;
  window: ReactNode;
}) {
  const texts = useTexts();
  const { platform, people, shown, onPick, window } = props;
  return (
    <section className="column" data-testid={platform} aria-labelledby={`${platform}-title`}>
      <div className="column-head">
        <h2 id={`${platform}-title`}>{texts.column[shown?.role ?? 'teacher'](PLATFORM_NAMES[platform])}</h2>
        <PersonSelect people={people} shown={shown} onPick={onPick} testId={`${platform}-teacher`} />
      </div>
      {window ?? <p className="empty">{texts.nobody}</p>}
    </section>
  );
}
