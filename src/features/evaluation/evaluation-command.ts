import { Command } from 'commander';
import { z } from 'zod';
import { viewText } from '../../chat/view-text.ts';
import { type CommandContext, printLine, withStores } from '../../cli/context.ts';
import { PolsslagError } from '../../errors.ts';
import { parsePublishedEvaluation } from '../../measurement/disclosure/evaluations.ts';
import { numbersOf, stateOf } from './campaign.ts';
import { createCampaignStore } from './campaign-store.ts';
import { fingerprintOf } from './key.ts';
import { resultView } from './view.ts';

const options = z.object({ campaign: z.string().optional(), json: z.boolean().default(false) });

/** `polsslag evaluation`: lists the campaigns, or with `--campaign` prints the published result of one. */
export function evaluationCommand(context: CommandContext): Command {
  return new Command('evaluation')
    .description('campaigns of anonymous evaluations; with --campaign the published result of one')
    .option('--campaign <id>', 'as the list of campaigns names it')
    .option('--json', 'print JSON: of a campaign the text that was published')
    .action(async (_options: unknown, command: Command) => {
      const { campaign, json } = options.parse(command.opts());
      await withStores(context, command, async ({ database }) => {
        const store = createCampaignStore(database);
        const now = context.now();
        const lines =
          campaign === undefined
            ? await listLines(await store.all(), now, json)
            : [await result(store, campaign, json)];
        for (const line of lines) printLine(context.stdout, line);
      });
    });
}

type Store = ReturnType<typeof createCampaignStore>;

async function listLines(
  campaigns: Awaited<ReturnType<Store['all']>>,
  now: Date,
  json: boolean,
): Promise<readonly string[]> {
  const facts = await Promise.all(
    campaigns.map(async (campaign) => {
      const { id, supervisor, openedAt, issuanceEndsAt, closesAt, publicKey } = campaign;
      const about = supervisor ?? 'team';
      const state = stateOf(campaign, now);
      // Nobody compares the number of a closed campaign, and computing it takes a while.
      const numbers = state === 'closed' ? { fingerprint: fingerprintOf(id, publicKey) } : await numbersOf(campaign);
      return { id, about, state, openedAt, issuanceEndsAt, closesAt, ...numbers };
    }),
  );
  if (json) return [JSON.stringify(facts)];
  if (facts.length === 0) return ['There are no campaigns: a supervisor starts one by typing "evaluatie starten".'];
  return facts.map(({ id, about, state, closesAt }) => `${id}  ${state}, closes ${closesAt.toISOString()}  ${about}`);
}

async function result(store: Store, id: string, json: boolean): Promise<string> {
  const campaign = z.uuid().safeParse(id).success ? await store.find(id) : null;
  if (!campaign) throw new PolsslagError('NOT_FOUND', 'There is no such campaign: see polsslag evaluation.');
  const body = await store.result(id);
  if (body === null) {
    const until = campaign.closesAt.toISOString();
    throw new PolsslagError('WEEK_NOT_OVER', `This campaign is not counted yet: it closes at ${until}.`);
  }
  return json ? body : viewText(resultView(campaign.supervisor, parsePublishedEvaluation(body), 'en'));
}
