import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect what is left behind once the heap has grown by half, where it would let it grow several times over:
 * planning 100,000 check-ins leaves much behind in a short time, and the server may be a small one.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
