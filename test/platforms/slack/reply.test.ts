import { describe, expect, it } from '@jest/globals';
import { checkModal } from '../../../playground/slack/check-view.ts';
import type { Reply } from '../../../src/chat/event.ts';
import { acknowledgementOf } from '../../../src/platforms/slack/reply.ts';
import { EVERY_FIELD_DIALOG as dialog } from '../../fixtures/every-field.ts';

const frame = { title: 'Venster', close: null, channel: null };
const wrong = (fields: Record<string, string>): Reply => ({ kind: 'errors', dialog, fields });

describe('the errors of a submitted modal', () => {
  it('are shown below its inputs, in the acknowledgement', () => {
    const fields = { day: 'Kies een dag die nog komt.', action: 'Dat kan niet.' };
    expect(acknowledgementOf(wrong(fields), { kind: 'submission', frame })).toEqual({
      response_action: 'errors',
      errors: fields,
    });
  });

  it.each([[{ day: 'Te vroeg.', gone: 'Die is weg.' }], [{}]])(
    'stands above the fields where Slack would refuse it: %j',
    (fields: Record<string, string>) => {
      const acknowledgement = acknowledgementOf(wrong(fields), { kind: 'submission', frame });
      expect(acknowledgement).toMatchObject({ response_action: 'update' });
      const view = acknowledgement?.response_action === 'update' ? acknowledgement.view : null;
      expect(checkModal(view)).toMatchObject({ ok: true });
      for (const sentence of Object.values(fields)) expect(JSON.stringify(view?.blocks[0])).toContain(sentence);
    },
  );
});
