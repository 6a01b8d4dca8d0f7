import { type RefObject, useEffect, useRef } from 'react';

/**
 * Replacing a message removes the tapped button. This moves the focus to the message and not to the button that took
 * its place, so that a second Enter taps nothing unread.
 * @param message must be focusable (tabIndex -1)
 * @param version must change whenever the content changes
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
      // Without a next element, the focused one may have been removed.
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
