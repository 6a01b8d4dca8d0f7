/** Someone we know, as far as a conversation needs. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: 'teacher' | 'supervisor' | 'lead';
  readonly language: string;
  readonly takesPart: boolean;
  /** False as long as they said neither yes nor no. */
  readonly decided: boolean;
}

/** What somebody is called when they are greeted. */
export function firstNameOf({ name }: Pick<Person, 'name'>): string {
  const [first = name] = name.trim().split(/\s+/);
  return first;
}

/** In what we speak to somebody we do not know. */
export const DEFAULT_LANGUAGE = 'nl';
