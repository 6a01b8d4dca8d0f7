import { z } from 'zod';
import { PolsslagError } from '../../errors.ts';
import type { Disclosed } from '../disclosed.ts';

interface PublishedShape<Published extends Disclosed> {
  /** Throws when it has another shape, which is a fault of ours. */
  give(figures: unknown): Published;
  /**
   * Reads frozen figures back. What a later version added is refused like any other shape: it may be what holds a figure back, and
   * a process that does not know it would show that figure.
   * @param reviver as of JSON.parse
   * @throws PolsslagError BAD_INPUT when the text has another shape
   */
  parse(text: string, reviver?: (key: string, value: unknown) => unknown): Published;
}

/**
 * The one place where figures are marked as disclosed.
 * @param shape all that may be in them
 * @param what for the error, such as 'week'
 */
export function publishedShape<Published extends Disclosed>(shape: z.ZodType, what: string): PublishedShape<Published> {
  const marked = z.custom<Published>((value) => shape.safeParse(value).success);
  return {
    give: (figures) => marked.parse(figures),
    parse(text, reviver) {
      try {
        return marked.parse(JSON.parse(text, reviver));
      } catch (cause) {
        throw new PolsslagError('BAD_INPUT', `The stored text of a published ${what} cannot be read.`, { cause });
      }
    },
  };
}
