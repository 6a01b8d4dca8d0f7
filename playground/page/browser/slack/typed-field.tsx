import type { SlackBlock } from './read-only-blocks.tsx';

type Element = Extract<SlackBlock, { type: 'input' }>['element'];

/** A field that is typed in, and what is shown in it. */
interface Typed {
  readonly type: 'text' | 'lines' | 'date' | 'time';
  readonly initial: string;
  readonly placeholder: string | undefined;
  readonly maxLength: number | undefined;
}

/** What is typed in an element; null for one that is chosen from. */
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

/** Where a browser has a field of its own for a kind, such as a date, that one. */
export function TypedField(props: {
  typed: Typed;
  /** What a screen reader says. */
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
