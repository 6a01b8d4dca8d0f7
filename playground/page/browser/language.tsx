import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Language, TEXTS } from './texts.ts';

const LANGUAGES: Readonly<Record<Language, string>> = { nl: 'Nederlands', en: 'English' };

const Chosen = createContext<{ language: Language; choose: (language: Language) => void }>({
  language: 'nl',
  choose: () => {},
});

const KEPT = 'polsslag-language';

/** Sets the language of everything inside it: the one chosen here before, or else the browser's, or else Dutch. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = TEXTS[language].pageTitle;
  }, [language]);
  const choose = (chosen: Language) => {
    localStorage.setItem(KEPT, chosen);
    setLanguage(chosen);
  };
  return <Chosen.Provider value={{ language, choose }}>{children}</Chosen.Provider>;
}

/** The language of the page; messages of the app are in each person's own language. */
export const useLanguage = (): Language => useContext(Chosen).language;

/** The page's own texts, in its language. */
export const useTexts = () => TEXTS[useLanguage()];

/** Chooses the language of the page; the app keeps using each person's own language. */
export function LanguageChoice() {
  const { language, choose } = useContext(Chosen);
  return (
    <fieldset className="choice" data-testid="language">
      <legend>{useTexts().language}</legend>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <label key={code} lang={code}>
          <input
            type="radio"
            name="language"
            value={code}
            checked={code === language}
            onChange={() => isLanguage(code) && choose(code)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((code) => code.slice(0, 2));
  return wanted.find(isLanguage) ?? 'nl';
}

function isLanguage(code: string): code is Language {
  return Object.hasOwn(LANGUAGES, code);
}
