const button = (label: string, value: string) => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text: label },
  action_id: `answer:${value}`,
  value,
});
export const question = [
  { type: 'actions' as const, block_id: 'q', elements: [button('Nooit', '0'), button('Altijd', '6')] },
];
/** A text object of Block Kit. */
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const modal = {
  type: 'modal' as const,
  callback_id: 'change',
  title: plain('Antwoord'),
  submit: plain('Bewaar'),
  private_metadata: 'id-1',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'VIT01',
      label: plain('Hoe vaak'),
      element: {
        type: 'static_select' as const,
        action_id: 'value',
        options: [
          { text: plain('Nooit'), value: '0' },
          { text: plain('Altijd'), value: '6' },
        ],
      },
    },
  ],
};
