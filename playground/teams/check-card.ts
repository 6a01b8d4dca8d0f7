import { z } from 'zod';
import { PART_TYPES, type PartPlace, type PartType } from './card-parts.ts';
import { flag, optionalText, pixels, word } from './card-values.ts';

const vertical = word('top', 'center', 'bottom').optional();

/** Teams draws at most this many actions in one row. */
const MAX_ACTIONS = 6;

const cardShape = {
  type: z.literal('AdaptiveCard'),
  $schema: optionalText,
  body: z.array(z.unknown()).optional(),
  actions: z.array(z.unknown()).optional(),
  fallbackText: optionalText,
  speak: optionalText,
  lang: optionalText,
  rtl: flag,
  minHeight: pixels.optional(),
  verticalContentAlignment: vertical,
  backgroundImage: z.unknown().optional(),
  selectAction: z.unknown().optional(),
  refresh: z.unknown().optional(),
  metadata: z.unknown().optional(),
  msteams: z.looseObject({}).optional(),
};
const wholeCard = z.strictObject({
  ...cardShape,
  version: z.string().regex(/^1\.[0-5]$/, 'must be a version that Teams draws, up to 1.5'),
});

const lenientCard = z.looseObject(cardShape);

const part = z.looseObject({ type: z.string().optional(), fallback: z.unknown().optional() });
const titled = z.looseObject({ title: z.unknown().optional() }).catch({});

interface Findings {
  readonly where: 'message' | 'dialog';
  readonly faults: string[];
  readonly ids: Set<string>;
}

/**
 * Checks a card as Teams does: only known elements and actions, each with valid properties.
 * @param where a dialog's card can use Action.Submit but not Action.Execute
 * @returns one line for each fault (the path and what is wrong, never text of the card); empty for a valid card
 */
export function checkCard(card: unknown, where: 'message' | 'dialog'): readonly string[] {
  const findings: Findings = { where, faults: [], ids: new Set() };
  checkWholeCard(card, findings);
  return findings.faults;
}

function checkWholeCard(card: unknown, findings: Findings): void {
  if (!fits(card, 'card', wholeCard, findings)) return;
  const { body, actions, selectAction } = lenientCard.parse(card);
  for (const [index, child] of (body ?? []).entries()) checkPart(child, `card.body[${index}]`, 'element', findings);
  if (selectAction !== undefined) checkPart(selectAction, 'card.selectAction', 'action', findings);
  checkActions(actions ?? [], 'card.actions', findings);
}

function checkActions(actions: readonly unknown[], path: string, findings: Findings): void {
  if (actions.length > MAX_ACTIONS) findings.faults.push(`${path}: at most ${MAX_ACTIONS} actions`);
  for (const [index, action] of actions.entries()) {
    checkPart(action, `${path}[${index}]`, 'action', findings);
    const { title } = titled.parse(action);
    if (title === undefined) findings.faults.push(`${path}[${index}]: a button needs a title`);
  }
}

function checkPart(value: unknown, path: string, place: PartPlace, findings: Findings): void {
  const parsed = part.safeParse(value);
  if (!parsed.success) {
    findings.faults.push(`${path}: must be an object with a type`);
    return;
  }
  const { fallback } = parsed.data;
  const type = parsed.data.type ?? '';
  const known = PART_TYPES[place].get(type);
  if (known === undefined) {
    if (fallback === undefined) findings.faults.push(`${path}: unknown here, and without a fallback`);
    else checkFallback(fallback, path, place, findings);
    return;
  }
  if (!fits({ ...parsed.data, type }, path, known.schema, findings)) return;
  if (type === 'Action.Execute' && findings.where === 'dialog') {
    findings.faults.push(`${path}: Action.Execute does not work in a dialog`);
  }
  checkId(parsed.data['id'], path, findings);
  checkChildren(parsed.data, path, known, findings);
  if (fallback !== undefined) checkFallback(fallback, path, place, findings);
}

/** Checks a fallback. It replaces its element, so it may use the same ids. */
function checkFallback(fallback: unknown, path: string, place: PartPlace, findings: Findings): void {
  if (fallback === 'drop') return;
  checkPart(fallback, `${path}.fallback`, place, { ...findings, ids: new Set() });
}

function checkChildren(value: { [key: string]: unknown }, path: string, type: PartType, findings: Findings): void {
  for (const [property, place] of Object.entries(type.children)) {
    const child = value[property];
    if (child === undefined) continue;
    const childPath = `${path}.${property}`;
    if (!Array.isArray(child)) checkPart(child, childPath, place, findings);
    else if (place === 'action') checkActions(child, childPath, findings);
    else for (const [index, one] of child.entries()) checkPart(one, `${childPath}[${index}]`, place, findings);
  }
}

function checkId(id: unknown, path: string, findings: Findings): void {
  if (typeof id !== 'string') return;
  if (findings.ids.has(id)) findings.faults.push(`${path}: an id stands in a card once`);
  findings.ids.add(id);
}

function fits(value: unknown, path: string, schema: z.ZodType, findings: Findings): boolean {
  const result = schema.safeParse(value);
  if (result.success) return true;
  for (const issue of result.error.issues) {
    const inside = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
    findings.faults.push(`${path}${inside}: ${issue.message}`);
  }
  return false;
}
