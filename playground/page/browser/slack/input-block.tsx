import { useId } from 'react';
import { useTexts } from '../language.tsx';
import { BoxesField, boxesOf } from './boxes-field.tsx';
import { ChoiceField, choicesOf } from './choice-field.tsx';
import { ReadOnlyBlocks, type SlackBlock } from './read-only-blocks.tsx';
import { TypedField, typedOf } from './typed-field.tsx';

type Input = Extract<SlackBlock, { type: 'input' }>;

/** A value that is filled in: a text, date, time or choice, or several choices. */
export type FilledValue = string | readonly string[];

/** The values that are filled in on a modal and the app's error messages, both by block_id. */
export interface Form {
  readonly values: Readonly<Record<string, FilledValue>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly onChange: (blockId: string, value: FilledValue) => void;
}

/** A field with its label, its hint and its error message. */
export function InputBlock({ block, form }: { block: Input; form: Form | undefined }) {
  const texts = useTexts();
  const hintId = useId();
  const error = form?.errors[block.block_id ?? ''];
  const label = block.label.text;
  const field = (
    <Field
      block={block}
      form={form}
      label={error === undefined ? label : `${label} ${error}`}
      describedBy={block.hint === undefined ? undefined : hintId}
    />
  );
  return (
    <div className="slack-input">
      <p className="slack-input-label" aria-hidden="true">
        {label}
        {block.optional && <span className="slack-input-optional"> {texts.optional}</span>}
      </p>
      {field}
      {block.hint !== undefined && (
        <p className="slack-input-hint" id={hintId}>
          {block.hint.text}
        </p>
      )}
      {error !== undefined && (
        <p className="slack-input-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function Field(props: { block: Input; form: Form | undefined; label: string; describedBy: string | undefined }) {
  const { block, form, label, describedBy } = props;
  const blockId = block.block_id ?? '';
  const value = form?.values[blockId];
  const disabled = form === undefined;
  const change = (filled: FilledValue) => form?.onChange(blockId, filled);
  const typed = typedOf(block.element);
  if (typed) {
    const text = typeof value === 'string' ? value : typed.initial;
    const required = block.optional !== true;
    return <TypedField {...{ typed, label, describedBy, required, disabled }} value={text} onType={change} />;
  }
  const boxes = boxesOf(block.element);
  if (boxes) {
    const chosen = typeof value === 'object' ? value : boxes.initial;
    return <BoxesField {...{ boxes, label, describedBy, disabled, chosen }} onChoose={change} />;
  }
  const choices = choicesOf(block.element);
  // The library draws elements that our modals do not use; they do nothing.
  if (!choices) return <ReadOnlyBlocks blocks={[block]} />;
  const chosen = typeof value === 'string' ? value : choices.initial;
  return <ChoiceField {...{ choices, label, disabled }} value={chosen} onChoose={change} />;
}
