import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { OwnAnswer } from '../../measurement/own-line.ts';

export type Role = 'teacher' | 'supervisor' | 'lead';

/** Someone we know, as far as the conversation needs. */
export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly language: string;
  readonly takesPart: boolean;
  /** False as long as they said neither yes nor no. */
  readonly decided: boolean;
}

/** The key of the notification that is a teacher's invitation. */
export function invitationOf(personId: string): string {
  return `invitation:${personId}`;
}

export interface PeopleStore {
  findByUser(user: ChatUser): Promise<Person | null>;
  find(personId: string): Promise<Person | null>;
  /** Records a yes given in chat. */
  consent(personId: string, now: Date): Promise<void>;
  /** Records a no, or a stop: nothing is asked any more. */
  decline(personId: string, now: Date): Promise<void>;
  setLanguage(personId: string, language: string): Promise<void>;
  /**
   * The person can be written to from now on, and gets what they could not be sent and can still answer; null when there
   * is no such account.
   */
  connect(user: ChatUser, conversation: ConversationReference | null, now: Date): Promise<Person | null>;
  /** The same for many: who had been given up before they were heard of can be written to again. */
  reconnect(heard: readonly { readonly user: ChatUser; readonly at: Date }[], now: Date): Promise<void>;
  disconnect(user: ChatUser, now: Date): Promise<void>;
  /**
   * Writes an invitation to the outbox for every teacher (or only this one) whom none has reached, and who can be reached
   * or was given up at least six days ago. @returns how many
   */
  inviteTeachers(now: Date, notAfter: Date, personId?: string): Promise<number>;
  /** All answers of one person, oldest first. */
  answersOf(personId: string): Promise<readonly OwnAnswer[]>;
}
