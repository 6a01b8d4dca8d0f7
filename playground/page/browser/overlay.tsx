import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTexts } from './language.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

const FOCUSABLE = 'button, select, input, textarea, a[href]';

/**
 * A modal over one column. It takes the focus, keeps it, and gives it back. The other columns stay usable, because they
 * are other people's screens.
 */
export function Overlay(props: {
  title: string;
  className: string;
  /** Must change whenever the content changes. */
  version: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const texts = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const titleId = useId();
  useKeptFocus(frame, props.version);

  useEffect(() => {
    const content = frame.current?.closest('.window')?.querySelector('.window-content');
    if (!content) return;
    const before = document.activeElement;
    const cameFromHere = content.contains(before);
    content.toggleAttribute('inert', true);
    // A user who has moved on to another column keeps the focus there.
    if (cameFromHere || before === document.body) frame.current?.focus();
    return () => {
      content.toggleAttribute('inert', false);
      if (document.activeElement !== document.body) return;
      const back = cameFromHere && before?.isConnected ? before : content.querySelector('[role=log]');
      if (back instanceof HTMLElement) back.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onClose();
    if (event.key === 'Tab') stayInside(event, frame.current);
  };

  return (
    <div className="shade">
      <div
        className={`overlay ${props.className}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        ref={frame}
        onKeyDown={onKeyDown}
      >
        <div className="overlay-head">
          <h3 id={titleId}>{props.title}</h3>
          <button type="button" className="cross" aria-label={texts.close} onClick={props.onClose}>
            ×
          </button>
        </div>
        {props.children}
      </div>
    </div>
  );
}

function stayInside(event: KeyboardEvent, frame: HTMLElement | null): void {
  const all = [...(frame?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter((element) => element.tabIndex >= 0);
  const [first, last] = [all[0], all.at(-1)];
  const from = document.activeElement;
  const goTo = event.shiftKey ? (from === first || from === frame ? last : null) : from === last ? first : null;
  if (!goTo) return;
  event.preventDefault();
  goTo.focus();
}
