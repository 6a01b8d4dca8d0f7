import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage once the heap has grown by half, where it would otherwise let it grow several times over.
 * Planning 100,000 check-ins makes much garbage in a short time, and the server may be a small one.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
