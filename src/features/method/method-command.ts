import { Command } from 'commander';
import { z } from 'zod';
import { viewText } from '../../chat/view-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import type { Database } from '../../database/client.ts';
import { readItemPast } from '../../database/item-past.ts';
import { correctionsSource } from '../../measurement/corrections.ts';
import { formatInstrumentId, type Instrument } from '../../measurement/instrument.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import { ALPHA_TOLD, type PublishedMethod } from '../../measurement/published-method.ts';
import { SCALES } from '../../measurement/scale.ts';
import { ALPHA_NEEDS, readAlpha } from '../../measurement/statistics.ts';
import { methodAtQuarter, toldQuarter } from './announce-method.ts';
import { createMethodStore } from './store.ts';
import { methodTexts } from './texts.ts';
import { methodView } from './view.ts';

const options = z.object({ json: z.boolean().default(false) });
const READING = {
  alphaToldWithin: ALPHA_TOLD,
  howToRead: methodTexts('en').reading,
  limits: methodTexts('en').limits,
};

/** `polsslag method`: asking for a quarter freezes its figures. */
export function methodCommand(context: CommandContext): Command {
  return new Command('method')
    .description('how well the questions measure, as told of this quarter, and what the figures rest on')
    .option('--json', 'print one JSON object; alpha is null below the threshold')
    .action(async (_options: unknown, command: Command) => {
      const { json } = options.parse(command.opts());
      const instrument = await context.readInstrument();
      const { timezone } = context.config();
      const now = context.now();
      const quarter = toldQuarter(now, timezone);
      const { published, basis } = await withStores(context, command, async ({ database }) => ({
        published: await methodAtQuarter({ store: createMethodStore(database), instrument, timezone }, quarter),
        basis: await basisOf(database, instrument, weekOf(now, timezone)),
      }));
      if (json)
        printLine(
          context.stdout,
          JSON.stringify({ quarter, ...figuresOf(published), ...READING, needed: ALPHA_NEEDS, ...basis }),
        );
      else
        for (const paragraph of [`Quarter: ${quarter}.`, textOf(published), ...describeBasis(basis)])
          printLine(context.stdout, paragraph);
    });
}

type Basis = Awaited<ReturnType<typeof basisOf>>;

/** What the weekly figures are computed from. */
async function basisOf(database: Database, instrument: Instrument, week: string) {
  const past = await readItemPast(database.prisma, week);
  return {
    instrument: formatInstrumentId(instrument),
    corrections: correctionsSource(instrument, past),
    planningSd: instrument.planningSd,
    normsApply: instrument.normsApply,
  };
}

function figuresOf(published: PublishedMethod | null) {
  if (published === null) return { alpha: NO_ALPHAS, reading: NO_ALPHAS, cycles: null, teachers: null };
  const { alpha, cycles, teachers } = published;
  const reading = Object.fromEntries(SCALES.map((scale) => [scale, readAlpha(alpha[scale])]));
  return { alpha, reading, cycles, teachers };
}

const NO_ALPHAS = { vigour: null, dedication: null, absorption: null };

function textOf(published: PublishedMethod | null): string {
  if (published !== null) return `${viewText(methodView(published, 'en'))}\n`;
  return `${methodTexts('en').tooFew(ALPHA_NEEDS.cycles, ALPHA_NEEDS.teachers)}\n`;
}

function describeBasis({ instrument, corrections, planningSd, normsApply }: Basis): string[] {
  const source = corrections === 'instrument' ? 'the instrument file' : "the partnership's own past";
  const sds = SCALES.map((scale) => `${scale} ${planningSd[scale]}`).join(', ');
  return [
    `Instrument: ${instrument}.`,
    `Corrections for the items come from ${source}.`,
    `Planning SDs, for intervals and changes: ${sds}.`,
    normsApply
      ? 'Norms: the instrument file says that its norms apply.'
      : 'Norms: they do not apply to this wording, so the group is compared with its own past only.',
  ];
}
