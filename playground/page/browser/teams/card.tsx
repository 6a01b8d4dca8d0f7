import { type Action, AdaptiveCard, SerializationContext } from 'adaptivecards';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import type { TeamsCard } from '../../page-state.ts';
import { openExternalPage } from '../open-external-page.ts';
import { useDark } from '../use-dark.ts';
import { hostConfigs } from './host-config.ts';
import { markdownHtml } from './markdown.ts';

const actionSchema = z.object({
  type: z.string(),
  verb: z.string().nullable().catch(null),
  data: z.record(z.string(), z.unknown()).catch({}),
  url: z.string().nullable().catch(null),
});

/** A tapped button with its data from the card, and the values filled in on the card. */
export interface CardTap {
  readonly type: string;
  readonly verb: string | null;
  readonly data: Record<string, unknown>;
  readonly inputs: Record<string, string>;
}

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownHtml(text);
  result.didProcess = true;
};

/** An Adaptive Card, drawn by Microsoft's library. @param onTap null when nobody can tap */
export function Card({ card, onTap }: { card: TeamsCard; onTap: ((tap: CardTap) => void) | null }) {
  const place = useRef<HTMLDivElement>(null);
  const latestTap = useRef(onTap);
  latestTap.current = onTap;
  const content = JSON.stringify(card);
  const readOnly = onTap === null;
  const theme = useDark() ? 'dark' : 'light';

  useEffect(() => {
    const drawn = drawCard(JSON.parse(content), { readOnly, theme }, (tap) => latestTap.current?.(tap));
    if (drawn) place.current?.replaceChildren(drawn);
  }, [content, readOnly, theme]);

  return <div className="teams-card" ref={place} />;
}

function drawCard(
  json: unknown,
  { readOnly, theme }: { readOnly: boolean; theme: keyof typeof hostConfigs },
  onTap: (tap: CardTap) => void,
): HTMLElement | undefined {
  const sources = new Map<Action, unknown>();
  const context = new SerializationContext();
  context.onParseAction = (action, source) => sources.set(action, source);
  const card = new AdaptiveCard();
  card.hostConfig = hostConfigs[theme];
  card.parse(json, context);
  card.onExecuteAction = (action) => {
    const parsed = actionSchema.safeParse(sources.get(action));
    if (!parsed.success) return;
    const { type, verb, data, url } = parsed.data;
    if (type === 'Action.OpenUrl') openExternalPage(url);
    else onTap({ type, verb, data, inputs: filledIn(card) });
  };
  if (readOnly) for (const action of card.getAllActions()) action.isEnabled = false;
  return card.render();
}

function filledIn(card: AdaptiveCard): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const input of card.getAllInputs()) {
    const value = z.string().safeParse(input.value);
    if (input.id !== undefined && value.success) inputs[input.id] = value.data;
  }
  return inputs;
}
