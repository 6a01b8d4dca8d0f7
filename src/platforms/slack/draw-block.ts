import type { KnownBlock } from '@slack/types';
import type { Block } from '../../chat/view.ts';
import { describeBlock } from './describe-block.ts';
import { drawButtons, drawSelect, type Numbering } from './draw-controls.ts';
import { drawFacts, drawHeading, drawLink, drawNote, drawPicture, drawText } from './draw-text.ts';

/**
 * One block in Block Kit; an unknown kind as its texts.
 * @param compact puts stacked buttons in rows, to save blocks
 */
export function drawBlock(block: Block, number: Numbering, compact: boolean): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return drawHeading(block.text);
    case 'text':
      return drawText(block.text);
    case 'note':
      return drawNote(block.text);
    case 'buttons':
      return drawButtons(block, block.layout === 'stacked' && !compact, number);
    case 'select':
      return drawSelect(block, number);
    case 'facts':
      return drawFacts(block.facts);
    case 'picture':
      return drawPicture(block);
    case 'link':
      return drawLink(block);
    case 'divider':
      return [{ type: 'divider' }];
    default:
      return drawText(describeBlock(block satisfies never));
  }
}
