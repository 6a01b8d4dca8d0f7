import { z } from 'zod';
import { anyText, plainText } from './text-schema.ts';

/*
 * Block Kit's interactive elements and their composition objects, with Slack's limits
 * (docs.slack.dev/reference/block-kit/block-elements and …/composition-objects). Elements that the product does not use
 * (user and channel pickers, files, rich text input) are refused as unknown.
 */

const actionIdSchema = z.string().min(1).max(255);

const confirmSchema = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a menu; its text is plain. */
const menuOptionSchema = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
  url: z.url().max(3000).optional(),
});

/** An option of radio buttons and check boxes; its text may have mark-up. */
const listOptionSchema = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: anyText(75).optional(),
});

const optionGroupSchema = z.strictObject({
  label: plainText(75),
  options: z.array(menuOptionSchema).min(1).max(100),
});

const dispatchActionConfigSchema = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});

const common = { action_id: actionIdSchema.optional(), confirm: confirmSchema.optional() };
const focus = { focus_on_load: z.boolean().optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...common,
});

const menu = {
  placeholder: plainText(150).optional(),
  options: z.array(menuOptionSchema).min(1).max(100).optional(),
  option_groups: z.array(optionGroupSchema).min(1).max(100).optional(),
  ...common,
  ...focus,
};

const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  initial_option: menuOptionSchema.optional(),
  ...menu,
});

const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  initial_options: z.array(menuOptionSchema).min(1).max(100).optional(),
  max_selected_items: z.int().min(1).optional(),
  ...menu,
});

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  options: z.array(listOptionSchema).min(1).max(10),
  initial_option: listOptionSchema.optional(),
  ...common,
  ...focus,
});

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  options: z.array(listOptionSchema).min(1).max(10),
  initial_options: z.array(listOptionSchema).min(1).max(10).optional(),
  ...common,
  ...focus,
});

const datePicker = z.strictObject({
  type: z.literal('datepicker'),
  initial_date: z.iso.date().optional(),
  placeholder: plainText(150).optional(),
  ...common,
  ...focus,
});

export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const timePicker = z.strictObject({
  type: z.literal('timepicker'),
  initial_time: timeOfDaySchema.optional(),
  timezone: z.string().optional(),
  placeholder: plainText(150).optional(),
  ...common,
  ...focus,
});

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionIdSchema.optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: dispatchActionConfigSchema.optional(),
  placeholder: plainText(150).optional(),
  ...focus,
});

/** A picture beside a section or in a context block. */
const imageElementSchema = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3000),
  alt_text: z.string().min(1).max(2000),
});

const pressable = [button, staticSelect, multiStaticSelect, radioButtons, checkboxes, datePicker, timePicker] as const;

/** The elements that an actions block may hold. */
export const actionsElementSchema = z.discriminatedUnion('type', pressable);

/** The elements that may stand beside a section. */
export const accessorySchema = z.discriminatedUnion('type', [...pressable, imageElementSchema]);

/** The elements that an input block may hold. */
export const inputElementSchema = z.discriminatedUnion('type', [
  staticSelect,
  multiStaticSelect,
  radioButtons,
  checkboxes,
  datePicker,
  timePicker,
  plainTextInput,
]);

/** The elements that a context block may hold. */
export const contextElementSchema = z.discriminatedUnion('type', [
  imageElementSchema,
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(3000), emoji: z.boolean().optional() }),
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3000), verbatim: z.boolean().optional() }),
]);

export type Element = z.infer<typeof accessorySchema> | z.infer<typeof inputElementSchema>;
