import { type RefObject, useEffect, useRef } from 'react';

/**
 * A message that is replaced takes the tapped button with it: puts the focus on the message, not on the button that
 * came instead, so that a second Enter taps nothing unread.
 * @param message must take focus (tabIndex -1)
 * @param version changes whenever the content does
 */
export function useKeptFocus(message: RefObject<HTMLElement | null>, version: string): void {
  const wasInside = useRef(false);
  const shown = useRef(version);

  useEffect(() => {
    const element = message.current;
    if (!element) return;
    const entered = () => {
      wasInside.current = true;
    };
    const left = (event: FocusEvent) => {
      // Without a next element the focused one may have been removed.
      if (event.relatedTarget !== null) wasInside.current = false;
    };
    element.addEventListener('focusin', entered);
    element.addEventListener('focusout', left);
    return () => {
      element.removeEventListener('focusin', entered);
      element.removeEventListener('focusout', left);
    };
  }, [message]);

  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    if (!wasInside.current) return;
    const active = document.activeElement;
    if (active === document.body || active === null) message.current?.focus({ preventScroll: true });
  }, [message, version]);
}
