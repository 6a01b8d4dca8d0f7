import { type RawField, readFieldKind, readFields } from '../../chat/field-values.ts';
import type { FieldKind, FieldValues } from '../../chat/view.ts';
import type { FieldState } from './payload-schema.ts';

type Values = Readonly<Record<string, Readonly<Record<string, FieldState>>>>;

/** What was filled in on a modal of ours; null when a field holds what it cannot. */
export function readState(values: Values): FieldValues | null {
  const fields = Object.entries(values).flatMap(([name, elements]) =>
    Object.entries(elements).flatMap(([element, state]): RawField[] => {
      const kind = readFieldKind(element);
      return kind === null ? [] : [{ kind, name, value: valueIn(kind, state) }];
    }),
  );
  return readFields(fields);
}

function valueIn(kind: FieldKind, state: FieldState): unknown {
  switch (kind) {
    case 'text':
      return state.value;
    case 'date':
      return state.selected_date;
    case 'time':
      return state.selected_time;
    case 'choice':
      return state.selected_option?.value;
    case 'several':
      return state.selected_options?.map(({ value }) => value);
    case 'yes-no':
      return (state.selected_options ?? []).length > 0 ? 'yes' : 'no';
  }
}
