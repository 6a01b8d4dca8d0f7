import type { Change, RespondentBand } from '../measurement/published-week.ts';
import type { Scale } from '../measurement/scale.ts';
import type { AlphaReading } from '../measurement/statistics.ts';

/** Every sentence that the bot says. Both languages have the same keys; the instrument's wording is not among them. */
export interface Texts {
  readonly languageName: string;
  readonly checkIn: {
    readonly summary: string;
    progress(number: number, of: number): string;
    readonly whoSees: string;
    readonly thanks: string;
    readonly thanksMore: string;
    readonly change: string;
    readonly closed: string;
    readonly stopped: string;
    readonly none: string;
    readonly dialogTitle: string;
    dialogIntro(until: Date): string;
    readonly notAnswered: string;
    readonly save: string;
    readonly close: string;
    readonly saved: string;
    readonly tooLate: string;
    readonly notStored: string;
    readonly notChanged: string;
    readonly nothingChosen: string;
    readonly keptFirst: string;
    readonly gone: string;
    readonly unknown: string;
  };
  readonly people: {
    readonly greeting: string;
    readonly invitation: string;
    readonly whoSees: string;
    readonly privacy: string;
    readonly yes: string;
    readonly no: string;
    readonly welcome: string;
    readonly declined: string;
    readonly stopped: string;
    readonly unknown: string;
    readonly notForYou: string;
    readonly help: string;
    readonly myAnswers: string;
    readonly languageLabel: string;
    readonly homeTitle: string;
    readonly taking: string;
    readonly notTaking: string;
    readonly outdated: string;
    readonly again: string;
    readonly stop: string;
    readonly stay: string;
    readonly perhapsStop: string;
    readonly perhapsStart: string;
    readonly notUnderstood: string;
    readonly mentioned: string;
    readonly addedAmongOthers: string;
    readonly doneBefore: string;
    readonly busy: string;
    readonly nothingDone: string;
    readonly unreadable: string;
    readonly notConnected: string;
  };
  readonly own: {
    readonly title: string;
    readonly intro: string;
    readonly none: string;
    readonly line: string;
    /** The scales in the words of a teacher. */
    readonly scales: Readonly<Record<Scale, string>>;
    readonly lineLater: string;
    weekOf(week: string): string;
    readonly close: string;
  };
  readonly trend: {
    title(week: string): string;
    summary(week: string): string;
    readonly total: string;
    readonly scales: Readonly<Record<Scale, string>>;
    readonly partnership: string;
    circle(name: string): string;
    readonly otherCircles: string;
    figure(mean: number, interval: readonly [number, number] | null): string;
    coarse(low: number, high: number): string;
    readonly change: Readonly<Record<Change, string>>;
    readonly noChange: string;
    respondents(band: RespondentBand): string;
    readonly withheld: string;
    withheldParts(names: readonly string[]): string;
    readonly reading: string;
    chartTitle(weeks: number): string;
    readonly chartBand: string;
    chartAlt(lines: readonly string[]): string;
    norm(total: number): string;
  };
  readonly method: {
    readonly title: string;
    readonly summary: string;
    readonly intro: string;
    /** @param end which end of what is told it stands for, if it does */
    figure(alpha: number, end: 'low' | 'high' | null, reading: AlphaReading): string;
    readonly reading: string;
    readonly limits: string;
    basis(cycles: number, band: RespondentBand): string;
    tooFew(cycles: number, teachers: number): string;
  };
}
