import type { Config } from '../config.ts';
import { type Finding, fault, hint, ok } from './finding.ts';

const TIMEOUT_MS = 5_000;

/** Whether the address that Slack and Teams are told leads to a running Polsslag. */
export async function examinePublicUrl({ publicUrl }: Config): Promise<Finding[]> {
  if (publicUrl === null) {
    return [hint('PUBLIC_URL: not set; Slack (without Socket Mode) and Teams need an address that they can reach.')];
  }
  try {
    const response = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    if (response.ok) return [ok('PUBLIC_URL: Polsslag answers there.')];
    return [fault(`PUBLIC_URL: something else answers there (status ${response.status}): see where it leads.`)];
  } catch {
    return [fault('PUBLIC_URL: nothing answers there: start Polsslag, and see that the address leads to it.')];
  }
}
