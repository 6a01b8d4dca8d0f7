import type { ChatUser } from '../chat/address.ts';

export type Role = 'teacher' | 'supervisor' | 'lead';

/** Someone we know, as far as a conversation needs. */
export interface Person {
  readonly id: string;
  readonly role: Role;
  readonly language: string;
  readonly takesPart: boolean;
  /** False as long as they said neither yes nor no. */
  readonly decided: boolean;
}

/** Who somebody is; null for whom we do not know. */
export interface People {
  findByUser(user: ChatUser): Promise<Person | null>;
  find(personId: string): Promise<Person | null>;
}

/** In what we speak to somebody we do not know. */
export const DEFAULT_LANGUAGE = 'nl';
