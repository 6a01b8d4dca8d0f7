import type { View } from '../chat/view.ts';
import type { ClaimedNotification } from './notification.ts';

/**
 * Makes the view of a notification at the moment of sending.
 * @param subject the id or week that the notification is about
 * @returns null when there is nothing to say any more (answered already, closed, withdrawn)
 */
type Composer = (subject: string, now: Date, language: string) => Promise<View | null>;

/** By the notification's kind. */
export type Composers = Readonly<Record<string, Composer>>;

export type Composed =
  | { readonly kind: 'view'; readonly view: View }
  /** Nobody here knows the kind: a newer version wrote it, which runs beside this one and can send it. */
  | { readonly kind: 'unknown' }
  /** There is nothing to send, and the reason is final. */
  | { readonly kind: 'nothing'; readonly event: 'lapsed' | 'refused'; readonly reason: string }
  /** Composing failed; it may work later. */
  | { readonly kind: 'failed'; readonly cause: unknown };

/** Composes a notification; never throws, so that one bad subject does not stop the lane. */
export async function compose(composers: Composers, notification: ClaimedNotification, now: Date): Promise<Composed> {
  if (!notification.to) return { kind: 'nothing', event: 'refused', reason: 'unreachable' };
  const composer = Object.hasOwn(composers, notification.kind) ? composers[notification.kind] : undefined;
  if (!composer) return { kind: 'unknown' };
  try {
    const view = await composer(notification.subject, now, notification.language);
    return view ? { kind: 'view', view } : { kind: 'nothing', event: 'lapsed', reason: 'obsolete' };
  } catch (cause) {
    return { kind: 'failed', cause };
  }
}
