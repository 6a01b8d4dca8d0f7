import { type FormEvent, useState } from 'react';
import type { SlackModal as Modal } from '../../page-state.ts';
import { useTexts } from '../language.tsx';
import { Overlay } from '../overlay.tsx';
import { SlackBlocks } from './blocks.tsx';
import type { BlockTap } from './control.tsx';
import type { FilledValue } from './input-block.tsx';

/** A modal of the app with its frame. Give it a key, so that another modal starts with empty fields. */
export function SlackModal(props: {
  modal: Modal;
  onTap: (tap: BlockTap) => void;
  onSubmit: (values: Record<string, FilledValue>) => void;
  onClose: () => void;
}) {
  const texts = useTexts();
  const { modal } = props;
  const [values, setValues] = useState<Record<string, FilledValue>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit(values);
  };
  const form = {
    values,
    errors: modal.errors,
    onChange: (blockId: string, value: FilledValue) => setValues((before) => ({ ...before, [blockId]: value })),
  };
  return (
    <Overlay title={modal.title} className="slack-modal" version={JSON.stringify(modal.blocks)} onClose={props.onClose}>
      <form onSubmit={submit}>
        <div className="overlay-body">
          <SlackBlocks blocks={modal.blocks} onTap={props.onTap} form={form} />
        </div>
        <div className="overlay-foot">
          <button type="button" className="slack-button" onClick={props.onClose}>
            {modal.close ?? texts.cancel}
          </button>
          {modal.submit !== null && (
            <button type="submit" className="slack-button slack-primary">
              {modal.submit}
            </button>
          )}
        </div>
      </form>
    </Overlay>
  );
}
