import { useId } from 'react';
import { useTexts } from '../language.tsx';
import type { SlackBlock } from './read-only-blocks.tsx';

type Actions = Extract<SlackBlock, { type: 'actions' }>;
type Input = Extract<SlackBlock, { type: 'input' }>;

/** A choice of one option, drawn as radio buttons or as a select. */
interface Choices {
  readonly look: 'radio' | 'select';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly initial: string | null;
  /** Null for the page's own placeholder. */
  readonly placeholder: string | null;
}

/** The choice that an element offers; null for other elements. */
export function choicesOf(element: Actions['elements'][number] | Input['element']): Choices | null {
  if (element.type !== 'static_select' && element.type !== 'radio_buttons') return null;
  const options =
    element.type === 'radio_buttons'
      ? element.options
      : (element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []);
  const placeholder = element.type === 'static_select' ? element.placeholder?.text : undefined;
  return {
    look: element.type === 'radio_buttons' ? 'radio' : 'select',
    options: options.map(({ value, text }) => ({ value, label: text.text })),
    initial: element.initial_option?.value ?? null,
    placeholder: placeholder ?? null,
  };
}

/** Draws radio buttons where the app asks for them, otherwise a select. */
export function ChoiceField(props: {
  choices: Choices;
  /** The label for screen readers. */
  label: string;
  value: string | null;
  disabled: boolean;
  onChoose: (value: string) => void;
}) {
  const { choices, label, value, disabled, onChoose } = props;
  const name = useId();
  const texts = useTexts();
  if (choices.look === 'select') {
    return (
      <select
        className="slack-select"
        aria-label={label}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onChoose(event.target.value)}
      >
        {value === null && (
          <option value="" disabled>
            {choices.placeholder ?? texts.choose}
          </option>
        )}
        {choices.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <fieldset className="slack-radios" disabled={disabled}>
      <legend className="hidden">{label}</legend>
      {choices.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
