import { type FormEvent, useContext, useId, useState } from 'react';
import type { PagePerson } from '../page-state.ts';
import { useLanguage, useTexts } from './language.tsx';
import { SuggestedWords } from './suggestions.ts';

const useSuggestions = () => useContext(SuggestedWords);

/** The place where a person writes to the app, or sends one of its words with one tap. */
export function Composer(props: { hint: string; role: PagePerson['role']; onSend: (text: string) => void }) {
  const { hint, role, onSend } = props;
  return (
    <>
      <Suggestions role={role} onSend={onSend} />
      <Writing hint={hint} onSend={onSend} />
    </>
  );
}

function Suggestions({ role, onSend }: { role: PagePerson['role']; onSend: (text: string) => void }) {
  const texts = useTexts();
  const language = useLanguage();
  const theirs = role === 'supervisor' ? 'supervisors' : 'teachers';
  const suggested = useSuggestions()
    .filter((word) => word.for === 'everybody' || word.for === theirs)
    .map((word) => word[language]);
  if (suggested.length === 0) return null;
  return (
    <fieldset className="suggestions">
      <legend className="hidden">{texts.suggestions}</legend>
      {suggested.map((word) => (
        <button key={word} type="button" onClick={() => onSend(word)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}

function Writing({ hint, onSend }: { hint: string; onSend: (text: string) => void }) {
  const texts = useTexts();
  const [text, setText] = useState('');
  const id = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    onSend(text);
    setText('');
  };
  return (
    <form className="composer" onSubmit={send}>
      <label className="hidden" htmlFor={id}>
        {texts.write}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        maxLength={3000}
        placeholder={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" aria-label={texts.send} title={texts.send}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M2.5 3.2 18 10 2.5 16.8 4.6 11l7-1-7-1z" fill="currentColor" />
        </svg>
      </button>
    </form>
  );
}
