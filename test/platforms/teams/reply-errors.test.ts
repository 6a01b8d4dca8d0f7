import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { checkCard } from '../../../playground/teams/check-card.ts';
import { answerFor } from '../../../src/platforms/teams/reply.ts';
import { EVERY_FIELD_DIALOG as dialog } from '../../fixtures/every-field.ts';

const shown = z.object({
  task: z.object({
    type: z.literal('continue'),
    value: z.object({ card: z.object({ content: z.looseObject({ body: z.array(z.looseObject({})) }) }) }),
  }),
});

describe('the errors of a submitted dialog', () => {
  it('are shown beside its fields, in the same dialog with what was filled in', () => {
    const values = { subject: 'Rekenen', day: '2020-01-01', goals: ['k,0', 'k,2'], action: 'yes', kind: 'k,1' };
    const fields = { day: 'Kies een dag die nog *komt*.', gone: 'Die is weg.' };
    const { body, followUp } = answerFor(
      { type: 'invoke', name: 'task/submit' },
      { kind: 'errors', dialog, fields },
      { messageId: 'm1', activityId: 'f:1', writable: false },
      {
        id: 'e1',
        from: { platform: 'teams', workspace: 't1', user: 'u1' },
        kind: 'submission',
        action: dialog.action,
        data: dialog.data,
        values,
      },
    );
    const { content } = shown.parse(body).task.value.card;
    expect(checkCard(content, 'dialog')).toEqual([]);
    expect(followUp).toBeNull();
    expect(content.body).toMatchObject([
      { type: 'TextBlock' },
      { type: 'TextBlock', text: '⚠ Die is weg.', color: 'Attention' },
      { id: 'text.subject', value: 'Rekenen' },
      { type: 'TextBlock' },
      { id: 'text.message' },
      { id: 'date.day', value: '2020-01-01' },
      { type: 'TextBlock', text: '⚠ Kies een dag die nog \\*komt\\*.', color: 'Attention' },
      { id: 'time.from' },
      { type: 'TextBlock' },
      { id: 'choice.kind', value: 'k,1' },
      { id: 'choice.school' },
      { id: 'several.goals', value: 'k%2C0,k%2C2' },
      { id: 'several.pupils' },
      { id: 'yes-no.action', value: 'yes' },
    ]);
  });
});
