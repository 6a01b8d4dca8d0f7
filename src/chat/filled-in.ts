import type { Dialog, DialogField, FieldValues } from './view.ts';

/** The dialog with what was filled in, in place of the initial values of its fields. */
export function filledIn(dialog: Dialog, values: FieldValues): Dialog {
  return { ...dialog, fields: dialog.fields.map((field) => withValue(field, values[field.name])) };
}

function withValue(field: DialogField, value: FieldValues[string] | undefined): DialogField {
  switch (field.kind) {
    case 'text':
    case 'date':
    case 'time':
    case 'choice':
      return { ...field, initial: typeof value === 'string' ? value : null };
    case 'several':
      return { ...field, initial: typeof value === 'object' ? value : [] };
    case 'yes-no':
      return { ...field, initial: value === 'yes' ? 'yes' : 'no' };
  }
}
