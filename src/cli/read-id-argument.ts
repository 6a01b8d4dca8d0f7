import type { PlatformName } from '../chat/address.ts';
import { idsOf } from '../chat/platform-ids.ts';
import { PolsslagError } from '../errors.ts';

/** @throws PolsslagError BAD_INPUT that names the argument and the shape it must have */
export function readIdArgument(
  argument: string,
  { platform, kind, text }: { platform: PlatformName; kind: 'workspace' | 'channel'; text: string },
): string {
  const ids = idsOf(platform, kind);
  const id = ids.read(text.trim());
  if (id === null) throw new PolsslagError('BAD_INPUT', `${argument} must be ${ids.shape}.`);
  return id;
}
