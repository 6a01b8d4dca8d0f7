import { z } from 'zod';
import { PolsslagError } from '../../errors.ts';
import type { Disclosed } from '../disclosed.ts';

interface PublishedShape<Published extends Disclosed> {
  /** Marks figures as disclosed. @throws ZodError for another shape, which is a fault in our code */
  give(figures: unknown): Published;
  /**
   * Reads published figures. Parts that a later version added are refused like any other shape: they may hold a figure
   * back, and a process that does not know them would show that figure.
   * @param reviver as for JSON.parse
   * @throws PolsslagError BAD_INPUT when the text has another shape
   */
  parse(text: string, reviver?: (key: string, value: unknown) => unknown): Published;
}

/**
 * The only place where figures are marked as disclosed.
 * @param shape the schema of everything that may be in them
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
