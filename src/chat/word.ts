import type { Language } from '../text/languages.ts';

interface Listed {
  readonly type: string;
  readonly does: string;
  /** What it does for supervisors, where the same word is something else to them. */
  readonly doesForSupervisors?: string;
  /** The same in the platform's own menu, where nothing stands around it. */
  readonly menu?: string;
}

/** Something that people can say to us, and every way to say it. */
export interface Word {
  /** The handler that it leads to. */
  readonly command: string;
  /** Lower-case letters and figures, one space between words. */
  readonly ways: readonly string[];
  /** For the help and the platforms' lists of commands: what to type, and what it does; left out for a mere answer. */
  readonly listed?: Readonly<Record<Language, Listed>>;
  /** The command that asks whether it was meant, for what changes something: that is never guessed. */
  readonly asks?: string;
  /** Meant also when more is said, and worth a question wherever it stands in a sentence. */
  readonly insistent?: boolean;
  /** What becomes of a stop that comes after it, where that may not be what was meant: it is asked about, or not heard, for this ends more. */
  readonly beforeStop?: 'asks' | 'wins';
  /**
   * Meant wherever it stands in what is said: `first` before what only resembles a command, `last` when it is none, `least` when
   * nothing of those is in it either.
   */
  readonly anywhere?: 'first' | 'last' | 'least';
  /** Meant also when this is in what is said, however it is said, and nothing else begins with a command. */
  readonly holds?: (said: string) => boolean;
  /** Meant when this finds that it is all that is said, also where it begins with a command: "no problem". */
  readonly isAll?: (said: string) => boolean;
  /** Words that mean what they say: none of them is taken for a slip of the finger in a command. */
  readonly meantAsSaid?: readonly string[];
  /** What somebody gets who calls us and says nothing. */
  readonly silence?: boolean;
  /** Whose word it is; teachers' alone unless given. */
  readonly for?: 'supervisors' | 'everybody';
  /** The action whose tap opens at once, without data, what the word can only offer in a chat: a dialog. */
  readonly dialog?: string;
  /** False for what the home page needs no button for; first for the three that are wanted most, last for what is rarely wanted. */
  readonly atHome?: false | 'first' | 'last';
  /** False: left out of Teams' menu, in which ten fit. */
  readonly inMenu?: false;
  /** It is among Slack's shortcuts, too, of which an app has five. */
  readonly shortcut?: true;
}
