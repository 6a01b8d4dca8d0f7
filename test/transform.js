import swc from '@swc/jest';

/*
 * SWC, and what the language itself offers is looked up once in a file: each look-up of a global asks Jest's sandbox, and
 * made everything that calculates take two to four times as long.
 */

const OFTEN_NAMED = ['Array', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Set', 'String'];
/** On the first line, so that all lines keep their numbers. */
const LOOKED_UP = `const { ${OFTEN_NAMED.join(', ')} } = globalThis;`;

/**
 * @param {Parameters<typeof swc.createTransformer>[0]} options
 * @returns {ReturnType<typeof swc.createTransformer>}
 */
export function createTransformer(options) {
  const { process, processAsync, getCacheKey, ...rest } = swc.createTransformer(options);
  if (!process || !processAsync || !getCacheKey) throw new Error('This is another SWC than the one we know.');
  return {
    ...rest,
    process: (...file) => lookedUp(process(...file)),
    processAsync: async (...file) => lookedUp(await processAsync(...file)),
    getCacheKey: (...file) => `${getCacheKey(...file)} ${LOOKED_UP}`,
  };
}

/** @template {{ code: string }} Made @param {Made} made */
function lookedUp(made) {
  return { ...made, code: LOOKED_UP + made.code };
}
