import { useEffect } from 'react';
import { useTexts } from './language.tsx';
import type { PageActions } from './use-page-actions.ts';

const SHOWN_MS = 8_000;

/** Shows a short answer or an error, which the platform shows to one person and does not keep. */
export function Toast({ news, dismiss }: Pick<PageActions, 'news' | 'dismiss'>) {
  const texts = useTexts();
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [news, dismiss]);
  return (
    <div role="status" className={news ? `toast ${news.wrong ? 'toast-wrong' : ''}` : 'hidden'}>
      {news && <span>{news.wrong ? texts.problem(news.text) : news.text}</span>}
      {news && (
        <button type="button" aria-label={texts.close} onClick={dismiss}>
          ×
        </button>
      )}
    </div>
  );
}
