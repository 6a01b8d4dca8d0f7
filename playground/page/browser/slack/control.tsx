import { useTexts } from '../language.tsx';
import { openExternalPage } from '../open-external-page.ts';
import { ChoiceField, choicesOf } from './choice-field.tsx';
import { ReadOnlyBlocks, type SlackBlock } from './read-only-blocks.tsx';

/** A tapped button, or a choice in a select. */
export interface BlockTap {
  readonly blockId: string;
  readonly actionId: string;
  readonly choice: string | null;
}

type Actions = Extract<SlackBlock, { type: 'actions' }>;
type Section = Extract<SlackBlock, { type: 'section' }>;
type Element = Actions['elements'][number];
type OnBlockTap = ((tap: BlockTap) => void) | null;

/** A row of buttons and selects. */
export function ActionsBlock({ block, onTap }: { block: Actions; onTap: OnBlockTap }) {
  return (
    <div className="slack-actions">
      {block.elements.map((element) => (
        <Control key={element.action_id} element={element} block={block} label={null} onTap={onTap} />
      ))}
    </div>
  );
}

/** A text with a button or select beside it. */
export function SectionWithControl({ block, onTap }: { block: Section; onTap: OnBlockTap }) {
  const { accessory, ...readable } = block;
  if (!accessory || accessory.type === 'image') return <ReadOnlyBlocks blocks={[block]} />;
  return (
    <div className="slack-section">
      <ReadOnlyBlocks blocks={[readable]} />
      <Control element={accessory} block={block} label={block.text?.text ?? null} onTap={onTap} />
    </div>
  );
}

function Control(props: {
  element: Element;
  block: Actions | Section;
  /** The label for screen readers, for a select without a label of its own. */
  label: string | null;
  onTap: OnBlockTap;
}) {
  const { element, block, onTap } = props;
  const texts = useTexts();
  const tap = (choice: string | null) =>
    onTap?.({ blockId: block.block_id ?? '', actionId: element.action_id ?? '', choice });
  if (element.type === 'button') {
    return (
      <button
        type="button"
        className={`slack-button ${element.style === undefined ? '' : `slack-${element.style}`}`}
        aria-label={element.accessibility_label}
        disabled={onTap === null}
        onClick={() => {
          // Slack opens the page and also tells the app about the tap.
          openExternalPage(element.url ?? null);
          tap(null);
        }}
      >
        {element.text.text}
      </button>
    );
  }
  const choices = choicesOf(element);
  // The library draws elements that our messages do not use; they do nothing.
  if (!choices) return <ReadOnlyBlocks blocks={[{ type: 'actions', elements: [element] }]} />;
  return (
    <ChoiceField
      choices={choices}
      label={props.label ?? choices.placeholder ?? texts.choose}
      value={choices.initial}
      disabled={onTap === null}
      onChoose={tap}
    />
  );
}
