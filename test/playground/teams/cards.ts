/** The app's answer over HTTP: JSON or plain text. */
export type AppAnswer = { status: number; body?: unknown; text?: string };

/** An Adaptive Card of the version that Teams draws. */
export function card(body: unknown[], actions?: unknown[]) {
  return { type: 'AdaptiveCard', version: '1.5', body, ...(actions ? { actions } : {}) };
}

/** An activity as a bot posts it. */
export function message(content: unknown, summary = 'Hoe gaat het?') {
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  };
}

const text = (words: string) => ({ type: 'TextBlock', text: words, wrap: true });
export const checkIn = card(
  [
    text('Vraag 1 van 3'),
    {
      type: 'Input.ChoiceSet',
      id: 'value',
      choices: [
        { title: 'nooit', value: '0' },
        { title: 'elke dag', value: '6' },
      ],
    },
  ],
  [
    { type: 'Action.Execute', title: 'Bewaar', verb: 'answer', data: { item: 'VIT01' } },
    { type: 'Action.Submit', title: 'Wijzig', data: { msteams: { type: 'task/fetch' }, item: 'VIT01' } },
  ],
);
export const thanks = card([text('Bedankt')]);
/** The answer to a tap that replaces the card. */
export const replaceBy = (content: unknown): AppAnswer => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: content },
});
export const dialog = {
  status: 200,
  body: {
    task: {
      type: 'continue',
      value: {
        title: 'Wijzig',
        card: {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: card(
            [
              {
                type: 'Input.ChoiceSet',
                id: 'value',
                choices: [
                  { title: 'nooit', value: '0' },
                  { title: 'elke dag', value: '6' },
                ],
              },
            ],
            [{ type: 'Action.Submit', title: 'Bewaar', data: { item: 'VIT01' } }],
          ),
        },
      },
    },
  },
};
