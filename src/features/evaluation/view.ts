import { buttonRow } from '../../chat/blocks.ts';
import type { Block, Button, Dialog, DialogField, View } from '../../chat/view.ts';
import { FEWEST_PEOPLE } from '../../measurement/gate.ts';
import type { PublishedEvaluation } from '../../measurement/published-evaluation.ts';
import type { Campaign } from './campaign.ts';
import { ITEM_CODES } from './items.ts';
import { evaluationTexts } from './texts.ts';

/** The names of taps and dialogs. */
export const ACTIONS = {
  start: 'evaluation.start',
  stopRepeating: 'evaluation.stop-repeating',
  read: 'evaluation.read',
} as const;

/** How many written answers one message shows. */
const TEXTS_AT_ONCE = 10;

/** From this standard deviation on the result says that teachers differed: a whole step of the five. */
const DIFFERED_FROM = 1;

interface WrittenTexts {
  readonly keep: readonly string[];
  readonly change: readonly string[];
}

interface ReadIn {
  readonly language: string;
  readonly timezone: string;
}

interface CampaignInvitation {
  readonly about: string | null;
  readonly issuanceEndsAt: Date;
  readonly checkNumber: string;
  readonly url: string;
}

/** A teacher's invitation to every open evaluation; the same whether they took part already or not. */
export function invitationView(invitations: readonly CampaignInvitation[], isReminder: boolean, said: ReadIn): View {
  const texts = evaluationTexts(said.language);
  const [only, ...others] = invitations;
  const text: Block = { kind: 'text', text: isReminder ? texts.reminder : texts.invitation };
  if (only && others.length === 0) {
    const [heading, ...rest] = invitationBlocks(only, said);
    return { summary: texts.title(only.about), blocks: [heading, text, ...rest] };
  }
  const several = texts.several(invitations.length);
  const each = invitations.flatMap((invitation): Block[] => [
    { kind: 'divider' },
    ...invitationBlocks(invitation, said),
  ]);
  return { summary: several, blocks: [{ kind: 'text', text: several }, text, ...each] };
}

function invitationBlocks(
  { about, issuanceEndsAt, checkNumber, url }: CampaignInvitation,
  { language, timezone }: ReadIn,
): [Block, ...Block[]] {
  const texts = evaluationTexts(language);
  return [
    { kind: 'heading', text: texts.title(about) },
    { kind: 'text', text: texts.seenBy(about) },
    { kind: 'buttons', layout: 'row', buttons: [{ label: texts.open, url, tone: 'primary', opens: 'address' }] },
    { kind: 'note', text: texts.until(issuanceEndsAt, timezone) },
    { kind: 'note', text: texts.checkNumber(checkNumber) },
  ];
}

/** Tells the supervisors' channel about a new evaluation, where the check number can be compared. */
export function openedView(
  { supervisor: about, closesAt }: Campaign,
  checkNumber: string,
  { language, timezone }: ReadIn,
): View {
  const texts = evaluationTexts(language);
  const text = texts.opened(about, closesAt, timezone);
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'note', text: texts.checkNumber(checkNumber) },
      { kind: 'note', text: texts.whyCheckNumber },
    ],
  };
}

/** The figures of a result. The written answers are shown after a tap, so that they do not stay in a chat. */
export function resultView(about: string | null, result: PublishedEvaluation, language: string): View {
  const texts = evaluationTexts(language);
  const title = texts.resultTitle(about);
  const heading: Block = { kind: 'heading', text: title };
  if (!result.published) return { summary: title, blocks: [heading, ...tooFewBlocks(result, language)] };
  const overall = result.items.find(({ code }) => code === 'OVERALL');
  const hasOverall = overall !== undefined && 'mean' in overall;
  const items = ITEM_CODES.filter((code) => code !== 'OVERALL' || !hasOverall).map((code) => {
    const [item, label] = [result.items.find((each) => each.code === code), texts.items[code]];
    return item && 'mean' in item ? texts.mean(label, item.mean) : texts.tooFewForItem(label);
  });
  const differed = ITEM_CODES.filter((code) => {
    const item = result.items.find((each) => each.code === code);
    return item && 'mean' in item && (item.spread ?? 0) >= DIFFERED_FROM;
  });
  const { texts: written } = result;
  const count = written === null || written === 'erased' ? 0 : written.keep.length + written.change.length;
  return {
    summary: title,
    blocks: [
      heading,
      ...(hasOverall ? [{ kind: 'text', text: texts.overall(overall.mean) } as const] : []),
      { kind: 'text', text: items.join('\n') },
      { kind: 'note', text: texts.how(result.raters) },
      ...(differed.length > 0
        ? [{ kind: 'text', text: texts.differed(differed.map((code) => texts.items[code])) } as const]
        : []),
      ...(written === null ? [{ kind: 'note', text: texts.textsWait } as const] : []),
      ...(written === 'erased' ? [{ kind: 'note', text: texts.textsErased } as const] : []),
      ...(count > 0 ? [buttonRow([readButton(texts.read(count), result.campaign, 0)])] : []),
    ],
  };
}

/** Says that too few took part and what happens to the forms, without revealing anything about anybody. */
function tooFewBlocks(
  { fewest = FEWEST_PEOPLE }: PublishedEvaluation & { readonly published: false },
  language: string,
): readonly Block[] {
  const texts = evaluationTexts(language);
  return [
    { kind: 'text', text: texts.tooFew(fewest) },
    { kind: 'note', text: texts.tooFewKept },
  ];
}

/** A page of the written answers. @param from index of the first one */
export function writtenView(
  {
    supervisor: about,
    id: campaign,
    written,
  }: Pick<Campaign, 'id' | 'supervisor'> & { readonly written: WrittenTexts | null },
  from: number,
  language: string,
): View {
  const texts = evaluationTexts(language);
  const all = [
    ...(written?.keep ?? []).map((text) => ({ of: texts.keep, text })),
    ...(written?.change ?? []).map((text) => ({ of: texts.change, text })),
  ];
  const shown = all.slice(from, from + TEXTS_AT_ONCE);
  const next = from + TEXTS_AT_ONCE;
  const title = texts.resultTitle(about);
  return {
    summary: title,
    blocks: [
      { kind: 'heading', text: title },
      ...shown.flatMap(({ of, text }, place): Block[] => [
        ...(shown[place - 1]?.of === of ? [] : [{ kind: 'note', text: of } as const]),
        { kind: 'text', text: `“${text}”` },
      ]),
      { kind: 'note', text: texts.textsNote },
      ...(next < all.length ? [buttonRow([readButton(texts.more, campaign, next)])] : []),
    ],
  };
}

/** A supervisor's overview: what is running, how to start one, and the last results. */
export function overviewView(
  campaigns: readonly Campaign[],
  results: readonly View[],
  { language, timezone }: ReadIn,
): View {
  const texts = evaluationTexts(language);
  const start: Button = { label: texts.start, action: ACTIONS.start, data: {}, tone: 'primary', opens: 'dialog' };
  const stop: Button = {
    label: texts.stopRepeating,
    action: ACTIONS.stopRepeating,
    data: {},
    tone: 'plain',
    opens: 'view',
  };
  const running = campaigns.filter(({ closedAt }) => closedAt === null);
  const repeating = campaigns.filter(({ repeats }) => repeats);
  return {
    summary: texts.overview,
    blocks: [
      { kind: 'heading', text: texts.overview },
      { kind: 'text', text: texts.about },
      ...running.map(({ supervisor, closesAt }): Block => {
        return { kind: 'text', text: texts.running(supervisor, closesAt, timezone) };
      }),
      ...repeating.map(({ supervisor }): Block => ({ kind: 'note', text: texts.repeating(supervisor) })),
      buttonRow(repeating.length > 0 ? [start, stop] : [start]),
      ...results.flatMap(({ blocks }): Block[] => [{ kind: 'divider' }, ...blocks]),
    ],
  };
}

/**
 * The dialog that starts an evaluation.
 * @param canChoose whether it may be about the team too
 * @param day the closing day that is filled in, yyyy-MM-dd
 */
export function startDialog(canChoose: boolean, day: string, language: string): Dialog {
  const texts = evaluationTexts(language);
  const whom: DialogField = {
    kind: 'choice',
    name: 'whom',
    label: texts.whom,
    missing: texts.whom,
    options: [
      { label: texts.team, value: 'team' },
      { label: texts.myself, value: 'myself' },
    ],
    initial: 'team',
  };
  const { closesOn: label, closesHelp: help, missing } = texts;
  return {
    action: ACTIONS.start,
    data: {},
    title: texts.start,
    intro: texts.dialogIntro,
    fields: [
      ...(canChoose ? [whom] : []),
      { kind: 'date', name: 'day', label, help, missing, initial: day },
      { kind: 'yes-no', name: 'repeats', label: texts.repeat, statement: texts.everyQuarter, initial: 'no' },
    ],
    submit: texts.begin,
    close: texts.close,
  };
}

function readButton(label: string, campaign: string, from: number): Button {
  return { label, action: ACTIONS.read, data: { campaign, from: String(from) }, tone: 'plain', opens: 'view' };
}
