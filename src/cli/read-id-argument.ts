import type { PlatformName } from '../chat/address.ts';
import { idsOf } from '../chat/platform-ids.ts';
import { PolsslagError } from '../errors.ts';

interface IdArgument {
  readonly platform: PlatformName;
  readonly kind: 'workspace' | 'channel';
  readonly text: string;
}

/** @throws PolsslagError BAD_INPUT that names the argument and the shape it must have */
export function readIdArgument(argument: string, given: IdArgument): string {
  const { id, faults } = lookAt(argument, given);
  if (id === null) throw new PolsslagError('BAD_INPUT', faults);
  return id;
}

/** Reads the channel in `--workspace` and `--channel`. @throws PolsslagError BAD_INPUT with every fault */
export function readChannelArguments(platform: PlatformName, given: { workspace: string; channel: string }) {
  const workspace = lookAt('--workspace', { platform, kind: 'workspace', text: given.workspace });
  const channel = lookAt('--channel', { platform, kind: 'channel', text: given.channel });
  if (workspace.id === null || channel.id === null) {
    throw new PolsslagError('BAD_INPUT', [...workspace.faults, ...channel.faults]);
  }
  return { platform, workspace: workspace.id, channel: channel.id };
}

function lookAt(argument: string, { platform, kind, text }: IdArgument) {
  const ids = idsOf(platform, kind);
  const id = ids.read(text.trim());
  return { id, faults: id === null ? [`${argument} must be ${ids.shape}.`] : [] };
}
