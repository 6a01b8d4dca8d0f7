import type { SlackBlock } from './read-only-blocks.tsx';

type Element = Extract<SlackBlock, { type: 'input' }>['element'];

/** A field in which a person types, and its initial content. */
interface Typed {
  readonly type: 'text' | 'lines' | 'date' | 'time';
  readonly initial: string;
  readonly placeholder: string | undefined;
  readonly maxLength: number | undefined;
}

/** The field for an element; null for an element without typing. */
export function typedOf(element: Element): Typed | null {
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined;
  const common = { placeholder, maxLength: undefined };
  switch (element.type) {
    case 'plain_text_input': {
      const type = element.multiline ? 'lines' : 'text';
      return { ...common, type, initial: element.initial_value ?? '', maxLength: element.max_length };
    }
    case 'datepicker':
      return { ...common, type: 'date', initial: element.initial_date ?? '' };
    case 'timepicker':
      return { ...common, type: 'time', initial: element.initial_time ?? '' };
    default:
      return null;
  }
}

/** Draws the field with the browser's own control for its kind, such as a date. */
export function TypedField(props: {
  typed: Typed;
  /** The label for screen readers. */
  label: string;
  describedBy: string | undefined;
  value: string;
  required: boolean;
  disabled: boolean;
  onType: (value: string) => void;
}) {
  const { typed, value, required, disabled } = props;
  const common = {
    className: `slack-typed-field slack-${typed.type}`,
    'aria-label': props.label,
    'aria-describedby': props.describedBy,
    value,
    required,
    disabled,
    placeholder: typed.placeholder,
    maxLength: typed.maxLength,
  };
  if (typed.type === 'lines') {
    return <textarea {...common} rows={3} onChange={(event) => props.onType(event.target.value)} />;
  }
  return <input {...common} type={typed.type} onChange={(event) => props.onType(event.target.value)} />;
}
