import type { View } from '../chat/view.ts';
import type { ClaimedNotification } from './notification.ts';

/**
 * Makes the view of a notification when it is sent.
 * @param subject the id or week that the notification is about
 * @returns null when there is nothing left to say (already answered, closed, withdrawn)
 */
type Composer = (subject: string, now: Date, language: string) => Promise<View | null>;

/** Composers by the kind of notification. */
export type Composers = Readonly<Record<string, Composer>>;

export type Composed =
  | { readonly kind: 'view'; readonly view: View }
  /** This version does not know the kind: a newer version that runs beside it wrote it and can send it. */
  | { readonly kind: 'unknown' }
  /** There is nothing to send, and the reason is final. */
  | { readonly kind: 'nothing'; readonly event: 'lapsed' | 'refused'; readonly reason: string }
  /** Composing failed; it may work later. */
  | { readonly kind: 'failed'; readonly cause: unknown };

/** Composes a notification. It never throws, so that one bad notification does not stop the lane. */
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
