import { ActionsBlock, type BlockTap, SectionWithControl } from './control.tsx';
import { type Form, InputBlock } from './input-block.tsx';
import { ReadOnlyBlocks, type SlackBlock } from './read-only-blocks.tsx';

/**
 * Draws blocks. The library draws read-only blocks; it draws buttons and fields without handlers, so the page draws
 * those itself.
 * @param onTap null when nobody can tap
 */
export function SlackBlocks(props: {
  blocks: readonly SlackBlock[];
  onTap: ((tap: BlockTap) => void) | null;
  form?: Form;
}) {
  return (
    <div className="slack-blocks">
      {grouped(props.blocks).map((group) => {
        const key = group[0]?.block_id ?? '';
        return <BlockGroup key={key} group={group} onTap={props.onTap} form={props.form} />;
      })}
    </div>
  );
}

function BlockGroup(props: {
  group: readonly SlackBlock[];
  onTap: ((tap: BlockTap) => void) | null;
  form: Form | undefined;
}) {
  const { group, onTap, form } = props;
  const [first] = group;
  if (first?.type === 'actions') return <ActionsBlock block={first} onTap={onTap} />;
  if (first?.type === 'input') return <InputBlock block={first} form={form} />;
  if (first?.type === 'image') return <PictureBlock block={first} />;
  if (first?.type === 'section' && isTappable(first)) return <SectionWithControl block={first} onTap={onTap} />;
  return <ReadOnlyBlocks blocks={group} />;
}

function PictureBlock({ block }: { block: Extract<SlackBlock, { type: 'image' }> }) {
  return (
    <figure className="slack-picture">
      {block.title && <figcaption>{block.title.text}</figcaption>}
      <img src={block.image_url} alt={block.alt_text} />
    </figure>
  );
}

/** Groups neighbouring read-only blocks; every other block is alone. */
function grouped(blocks: readonly SlackBlock[]): SlackBlock[][] {
  const groups: SlackBlock[][] = [];
  for (const block of blocks) {
    const group = groups.at(-1);
    const [before] = group ?? [];
    if (group && before && isReadable(before) && isReadable(block)) group.push(block);
    else groups.push([block]);
  }
  return groups;
}

/** Pictures are excluded, because the library adds a button without an accessible name to them. */
function isReadable(block: SlackBlock): boolean {
  return block.type !== 'image' && !isTappable(block);
}

function isTappable(block: SlackBlock): boolean {
  if (block.type === 'section') return block.accessory !== undefined && block.accessory.type !== 'image';
  return block.type === 'actions' || block.type === 'input';
}
