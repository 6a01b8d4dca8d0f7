import { ChoiceField, choicesOf } from './choice-field.tsx';
import { Readable, type SlackBlock } from './readable.tsx';

type Input = Extract<SlackBlock, { type: 'input' }>;

/** What is filled in on a modal, under block_id, and what the app said is wrong with it. */
export interface Form {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (blockId: string, value: string) => void;
}

/** A field with its label. */
export function InputBlock({ block, form }: { block: Input; form: Form | undefined }) {
  const blockId = block.block_id ?? '';
  const choices = choicesOf(block.element);
  // An element that no modal of ours has is drawn by the library, to look at.
  if (!choices) return <Readable blocks={[block]} />;
  const error = form?.errors[blockId];
  return (
    <div className="slack-input">
      <p className="slack-input-label" aria-hidden="true">
        {block.label.text}
      </p>
      <ChoiceField
        choices={choices}
        label={error === undefined ? block.label.text : `${block.label.text} ${error}`}
        value={form?.values[blockId] ?? choices.initial}
        disabled={form === undefined}
        onChoose={(value) => form?.onChange(blockId, value)}
      />
      {error !== undefined && (
        <p className="slack-input-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
