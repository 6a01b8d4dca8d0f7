import type { SlackBlock } from './read-only-blocks.tsx';

type Element = Extract<SlackBlock, { type: 'input' }>['element'];

/** A choice of any number of options. */
interface Boxes {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly initial: readonly string[];
}

/** The check boxes for an element; a multi-select menu is drawn as check boxes too. Null for other elements. */
export function boxesOf(element: Element): Boxes | null {
  if (element.type !== 'checkboxes' && element.type !== 'multi_static_select') return null;
  const options =
    element.type === 'checkboxes'
      ? element.options
      : (element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []);
  return {
    options: options.map(({ value, text }) => ({ value, label: text.text })),
    initial: (element.initial_options ?? []).map(({ value }) => value),
  };
}

/** Draws check boxes. The chosen values keep the order of the options, not of the clicks. */
export function BoxesField(props: {
  boxes: Boxes;
  /** The label for screen readers. */
  label: string;
  describedBy: string | undefined;
  chosen: readonly string[];
  disabled: boolean;
  onChoose: (chosen: readonly string[]) => void;
}) {
  const { boxes, chosen } = props;
  const toggle = (value: string) =>
    props.onChoose(
      boxes.options.map((option) => option.value).filter((each) => chosen.includes(each) !== (each === value)),
    );
  return (
    <fieldset className="slack-radios slack-boxes" disabled={props.disabled} aria-describedby={props.describedBy}>
      <legend className="hidden">{props.label}</legend>
      {boxes.options.map((option) => (
        <label key={option.value}>
          <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => toggle(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
