import type { StandingMessages } from '../../src/chat/standing-messages.ts';

/** Keeps the messages of notifications in memory: the message that was tapped first is the one that counts. */
export function fakeStandingMessages(sent: Readonly<Record<string, string>> = {}): StandingMessages {
  const standing = new Map(Object.entries(sent));
  return {
    tapped: async (_by, notification, reference) => {
      const known = standing.get(notification);
      if (known === undefined) standing.set(notification, reference);
      return known === undefined || known === reference ? null : known;
    },
    replaced: async (_by, notification, other, reference) => {
      if (standing.get(notification) === other) standing.set(notification, reference);
    },
  };
}
