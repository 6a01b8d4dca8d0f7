/** A known person, with what a conversation needs. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: 'teacher' | 'supervisor' | 'lead';
  readonly language: string;
  readonly takesPart: boolean;
  /** False while they have neither agreed nor declined to take part. */
  readonly decided: boolean;
}

/** The first name, for greetings. */
export function firstNameOf({ name }: Pick<Person, 'name'>): string {
  const [first = name] = name.trim().split(/\s+/);
  return first;
}

/** The language for people we do not know. */
export const DEFAULT_LANGUAGE = 'nl';
