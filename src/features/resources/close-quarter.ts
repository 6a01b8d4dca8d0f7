import { PolsslagError } from '../../errors.ts';
import { discloseResources } from '../../measurement/disclosure/resources.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import { endOfQuarter, parseQuarter } from '../../measurement/quarter.ts';
import { type ResourceInstrument, resourceScore } from '../../measurement/resource-instrument.ts';
import type { QuarterStore } from './quarter-store.ts';

interface ClosingQuarter {
  readonly store: QuarterStore;
  readonly instrument: ResourceInstrument;
  readonly timezone: string;
  /** The fewest teachers behind a figure. */
  readonly minimum: number;
}

/**
 * Freezes the figures of a quarter that is over; the first caller decides the moment. Answers that were too few to
 * publish count in the next quarter, and no answer counts twice.
 * @returns the JSON text of PublishedResources, or null when there is nothing to publish
 * @throws PolsslagError WEEK_NOT_OVER, or BAD_INPUT when it is not a quarter
 */
export async function freezeQuarter(
  { store, instrument, timezone, minimum }: ClosingQuarter,
  text: string,
  now: Date,
): Promise<string | null> {
  const quarter = parseQuarter(text);
  if (now < endOfQuarter(quarter, timezone)) {
    throw new PolsslagError('WEEK_NOT_OVER', `Quarter ${quarter} is not over yet: its answers can still change.`);
  }
  return store.freeze(quarter, formatInstrumentId(instrument), now, (answered) => {
    const resources = instrument.items.map((item) => ({
      code: item.code,
      group: item.group,
      scores: answered.filter((each) => each.item === item.code).map(({ mean }) => resourceScore(item, mean)),
    }));
    const { published, told } = discloseResources(quarter, resources, minimum);
    return { body: JSON.stringify(published), told };
  });
}
