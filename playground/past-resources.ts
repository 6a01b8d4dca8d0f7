import { freezeQuarter } from '../src/features/resources/close-quarter.ts';
import { formatInstrumentId } from '../src/measurement/instrument.ts';
import { endOfQuarter, quarterBefore, quarterOf } from '../src/measurement/quarter.ts';
import type { Random } from '../src/measurement/random.ts';

interface PastResources {
  readonly closing: Parameters<typeof freezeQuarter>[0];
  readonly teachers: readonly string[];
  readonly write: (answers: readonly WrittenAnswer[]) => Promise<void>;
  readonly random: Random;
  readonly responseRate: number;
}

interface WrittenAnswer {
  readonly personId: string;
  readonly quarter: string;
  readonly item: string;
  readonly instrument: string;
  readonly value: number;
  readonly answeredAt: Date;
}

const WEEK_MS = 7 * 24 * 3_600_000;
/** The usual answer goes down with an item's place in its group, so that the items can be ranked. */
const [HIGHEST, STEP] = [4.3, 0.3];

/**
 * Writes what teachers answered in the previous quarter about what supports them, and closes that quarter, so that the
 * team can ask for it.
 */
export async function playPastResources(
  { closing, teachers, write, random, responseRate }: PastResources,
  until: Date,
): Promise<void> {
  const { instrument, timezone } = closing;
  const quarter = quarterBefore(quarterOf(until, timezone));
  const answeredAt = new Date(endOfQuarter(quarter, timezone).getTime() - 2 * WEEK_MS);
  const about = { quarter, instrument: formatInstrumentId(instrument), answeredAt };
  const answers = teachers.flatMap((personId) =>
    instrument.items.flatMap(({ code: item, position }) => {
      if (random() >= responseRate) return [];
      const usual = HIGHEST - STEP * ((3 * position) % 8) + (random() - 0.5) * 2.4;
      return [{ ...about, personId, item, value: Math.min(5, Math.max(1, Math.round(usual))) }];
    }),
  );
  await write(answers);
  await freezeQuarter(closing, quarter, until);
}
