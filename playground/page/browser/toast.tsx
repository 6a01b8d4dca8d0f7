import { useEffect } from 'react';
import { useWords } from './language.tsx';
import type { Acting } from './use-acting.ts';

const SHOWN_MS = 8_000;

/** What the platform says to one person and does not keep. */
export function Toast({ news, dismiss }: Pick<Acting, 'news' | 'dismiss'>) {
  const words = useWords();
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [news, dismiss]);
  return (
    <div role="status" className={news ? `toast ${news.wrong ? 'toast-wrong' : ''}` : 'hidden'}>
      {news && <span>{news.wrong ? words.problem(news.text) : news.text}</span>}
      {news && (
        <button type="button" aria-label={words.close} onClick={dismiss}>
          ×
        </button>
      )}
    </div>
  );
}
