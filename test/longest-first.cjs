const { default: Sequencer } = require('@jest/test-sequencer');

/*
 * Starts the longest files first, also when no earlier run has recorded their times: started last, they kept one worker
 * busy alone.
 */

// Files that mostly wait stand between files that mostly compute, so that both run at the same time.
const LONGEST = [
  'app/week',
  'queue/silent-postgres',
  'playground/page/browser',
  'app/excuse',
  'tools/chaos/chaos',
  'app/doubled-invitation',
  'app/every-view',
  'outbox/queue',
  'playground/saved-demo',
  'queue/silent-redis',
  'features/evaluation/page',
  'outbox/crash',
  'queue/backend',
];

module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<import('@jest/test-sequencer').default['sort']>[0]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    const long = LONGEST.flatMap((file) => sorted.filter(({ path }) => path.endsWith(`/test/${file}.test.ts`)));
    return [...long, ...sorted.filter((test) => !long.includes(test))];
  }
};
