import type { Language } from '../text/languages.ts';

interface Listed {
  readonly type: string;
  readonly does: string;
  /** What it does for supervisors, when that differs. */
  readonly doesForSupervisors?: string;
  /** The description in the platform's own menu, where nothing explains it. */
  readonly menu?: string;
}

/** Something that people can type, with every way to say it. */
export interface Word {
  /** The handler that it leads to. */
  readonly command: string;
  /** Lower-case letters and figures, one space between words. */
  readonly ways: readonly string[];
  /** What to type and what it does, for the help and the platforms' lists of commands; left out for a mere answer. */
  readonly listed?: Readonly<Record<Language, Listed>>;
  /** The command that asks whether it was meant. Given for a word that changes something, which is never guessed. */
  readonly asks?: string;
  /** Whether it is meant even when more is said, and worth a question wherever it occurs in a sentence. */
  readonly insistent?: boolean;
  /**
   * What a stop after this word means when it may not be what was meant: 'asks' leads to a question, 'wins' ignores the
   * stop, because this word ends more.
   */
  readonly beforeStop?: 'asks' | 'wins';
  /**
   * Recognised anywhere in a text: `first` before words that only resemble a command, `last` when the text is no
   * command, `least` when nothing else was recognised either.
   */
  readonly anywhere?: 'first' | 'last' | 'least';
  /** Recognises the word in a text by its content, when nothing else begins with a command. */
  readonly holds?: (said: string) => boolean;
  /** Recognises the word when the whole text means it, also when it begins with a command: "no problem". */
  readonly isAll?: (said: string) => boolean;
  /** Words that are never taken for a mistyped command. */
  readonly meantAsSaid?: readonly string[];
  /** Whether it answers somebody who calls the bot without words. */
  readonly silence?: boolean;
  /** Who can use it; only teachers unless given. */
  readonly for?: 'supervisors' | 'everybody';
  /** The action whose tap opens the word's dialog directly, without data; in a chat the word can only offer it. */
  readonly dialog?: string;
  /**
   * False when the home page needs no button for it; 'first' for the three most wanted, 'last' for what is rarely
   * wanted.
   */
  readonly atHome?: false | 'first' | 'last';
  /** False to leave it out of Teams' menu, which has room for ten. */
  readonly inMenu?: false;
  /** Whether it is one of Slack's shortcuts too; an app can have five. */
  readonly shortcut?: true;
}
